import { DropVeil } from '../intake/drop-veil.tsx';
import { UpdatePrompt } from '../offline/update-prompt.tsx';
import { Announcer } from './announcer.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { OpeningBar } from './opening-bar.tsx';
import styles from './page.module.css';
import { ProblemToast } from './problem-toast.tsx';
import { usePicture } from './studio-context.ts';
import { Welcome } from './welcome.tsx';
import { Workbench } from './workbench.tsx';

/** The whole page: an invitation, or a picture and its tools. */
export function Page() {
  const picture = usePicture();
  return (
    <div className={styles.page}>
      <Header />
      {picture === null ? <Welcome /> : <Workbench key={picture.id} picture={picture} />}
      <Footer />
      <ProblemToast />
      <OpeningBar />
      <UpdatePrompt />
      <DropVeil />
      <Announcer />
    </div>
  );
}
