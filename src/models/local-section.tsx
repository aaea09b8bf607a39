import { useCallback, useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { LocalFile } from '../../workers/protocol/model-folder.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { Button } from '../ui/button.tsx';
import { describeUnknown } from './describe-unknown.ts';
import { droppedFiles, pickedFiles } from './dropped-files.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { PrecisionField, proposedPrecision } from './precision-field.tsx';

/** Takes what is dropped anywhere, before the page takes it for a picture. */
function useDrops(onDrop: (transfer: DataTransfer) => void): void {
  useEffect(() => {
    const controller = new AbortController();
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      window.addEventListener(
        type,
        (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          if (type === 'drop' && event.dataTransfer !== null) onDrop(event.dataTransfer);
        },
        { capture: true, signal: controller.signal },
      );
    }
    return () => controller.abort();
  }, [onDrop]);
}

/** The name of the folder or of the zip file; null for files that came without. */
function nameOf([first]: readonly LocalFile[]): string | null {
  const [top, ...below] = first?.path.split('/') ?? [];
  if (below.length > 0) return top;
  return /\.zip$/iu.test(top) ? top.slice(0, -'.zip'.length) : null;
}

/** Models from files of this machine: a checkpoint, a converted folder, or a zip file of either. */
export function LocalSection({ isBusy }: { readonly isBusy: boolean }) {
  const { local } = useModelsMessages();
  const { getter } = useModels();
  const [precision, setPrecision] = useState(proposedPrecision);
  const take = useCallback(
    (files: readonly LocalFile[]): void => {
      if (files.length === 0) return;
      const request = { about: describeUnknown(nameOf(files) ?? local.unnamed), precision };
      void getter.start({ road: 'files', files, request });
    },
    [getter, local, precision],
  );
  const onDrop = useCallback(
    (transfer: DataTransfer): void => {
      if (!isBusy) void droppedFiles(transfer).then(take);
    },
    [isBusy, take],
  );
  useDrops(onDrop);
  const onSelect = (files: FileList | null): void => {
    if (files !== null) take(pickedFiles(files));
  };
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{local.heading}</h2>
      <div className={`${styles.card} ${styles.dropZone}`}>
        <p>{local.hint}</p>
        <div className={styles.actions}>
          <FileTrigger acceptDirectory onSelect={onSelect}>
            <Button isDisabled={isBusy}>{local.folder}</Button>
          </FileTrigger>
          <FileTrigger acceptedFileTypes={['.zip']} onSelect={onSelect}>
            <Button isDisabled={isBusy}>{local.file}</Button>
          </FileTrigger>
          <PrecisionField value={precision} onChange={setPrecision} />
        </div>
      </div>
    </section>
  );
}
