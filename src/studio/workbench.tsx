import { useEffect, useRef } from 'react';
import { CaptionPanel } from '../captions/caption-panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { IntakeButtons } from '../intake/intake-buttons.tsx';
import { SampleGallery } from '../intake/sample-gallery.tsx';
import { ExportBar } from './export-bar.tsx';
import type { Picture } from './picture.ts';
import { Stage } from './stage.tsx';
import { TextPanel } from './text-panel.tsx';
import { useStage } from './use-stage.ts';
import { useUndoKeys } from './use-undo-keys.ts';
import styles from './workbench.module.css';

/** A picture on the stage, and the tools beside it. */
export function Workbench({ picture }: { readonly picture: Picture }) {
  const { appName } = useMessages();
  const textArea = useRef<HTMLTextAreaElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const view = useStage(picture);
  const { image } = picture;
  useUndoKeys();
  useEffect(() => {
    window.scrollTo({ top: 0 });
    // The button that put the picture here may be gone, and the focus with it.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main className={styles.workbench}>
      <h1 ref={title} className={styles.title} tabIndex={-1}>
        {appName}
      </h1>
      <div className={styles.desk}>
        <Stage picture={picture} view={view} onEditText={() => textArea.current?.focus()} />
      </div>
      <div className={styles.tools}>
        <CaptionPanel picture={picture} />
        <TextPanel picture={picture} laidOut={view.laidOut} textArea={textArea} />
        <ExportBar
          picture={picture}
          meme={view.laidOut?.area ?? { x: 0, y: 0, width: image.width, height: image.height }}
        />
      </div>
      <div className={styles.next}>
        <div className={styles.buttons}>
          <IntakeButtons isFirst={false} />
        </div>
        <SampleGallery shape="row" />
      </div>
    </main>
  );
}
