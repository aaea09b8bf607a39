import { useEffect, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { prepareWorkbench } from '../studio/load-workbench.ts';
import { useStudio } from '../studio/studio-context.ts';
import styles from './drop-veil.module.css';
import { openFiles } from './open-files.ts';
import { watchPage } from './watch-page.ts';

/** Takes pictures dropped on or pasted into the page, and says so while one is held over it. */
export function DropVeil() {
  const { intake } = useMessages();
  const studio = useStudio();
  const [isDragging, setIsDragging] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    watchPage(controller.signal, window, {
      onFiles: (files) => openFiles(studio, files),
      onDragging: (dragging) => {
        if (dragging) prepareWorkbench();
        setIsDragging(dragging);
      },
    });
    return () => controller.abort();
  }, [studio]);
  if (!isDragging) return null;
  return (
    <div className={styles.veil}>
      <p className={styles.words}>{intake.dropHere}</p>
    </div>
  );
}
