import { lazy, Suspense, useEffect } from 'react';
import { DropVeil } from '../intake/drop-veil.tsx';
import { UpdatePrompt } from '../offline/update-prompt.tsx';
import { Announcer } from './announcer.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { loadWorkbench, prepareWorkbench } from './load-workbench.ts';
import { OpeningBar } from './opening-bar.tsx';
import styles from './page.module.css';
import { ProblemToast } from './problem-toast.tsx';
import { RemovedBar } from './removed-bar.tsx';
import { usePicture, useStudioState } from './studio-context.ts';
import { Welcome } from './welcome.tsx';

const Workbench = lazy(loadWorkbench);

const FilmStrip = lazy(() => import('./film-strip.tsx'));

/** The whole page: an invitation, or a picture and its tools. */
export function Page() {
  const picture = usePicture();
  const pictures = useStudioState((state) => state.pictures);
  const hasStrip = pictures.length > 1;
  const isOpening = useStudioState(({ opening }) => opening !== null);
  useEffect(() => {
    if (isOpening) prepareWorkbench();
  }, [isOpening]);
  return (
    <div className={styles.page} data-strip={hasStrip}>
      <Header />
      {hasStrip && (
        <Suspense>
          <FilmStrip pictures={pictures} selectedId={picture?.id ?? null} />
        </Suspense>
      )}
      {picture === null ? (
        <Welcome />
      ) : (
        <Suspense fallback={<Welcome />}>
          <Workbench key={picture.id} picture={picture} />
        </Suspense>
      )}
      <Footer />
      <div className={styles.bars}>
        <RemovedBar />
        <UpdatePrompt />
      </div>
      <ProblemToast />
      <OpeningBar />
      <DropVeil />
      <Announcer />
    </div>
  );
}
