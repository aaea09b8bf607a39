import { ArrowLeft, ArrowRight, Download, Plus, Trash2, X } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import { pictureFileTypes } from '../intake/picture-files.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './film-strip.module.css';
import { useStudio } from './studio-context.ts';

interface StripToolsProps {
  /** Pictures in the strip. */
  readonly count: number;
  /** Number of the picture on the stage. */
  readonly at: number;
}

/** The tools of the strip: they are about the picture on the stage, or about all. */
export function StripTools({ count, at }: StripToolsProps) {
  const { strip: words } = useMessages();
  const { strip, zip } = useStudio();
  const packing = useStore(zip.store);
  return (
    <div className={styles.tools}>
      <FileTrigger
        acceptedFileTypes={pictureFileTypes}
        allowsMultiple
        onSelect={(files) => void strip.add(Array.from(files ?? []))}
      >
        <Button look="quiet" icon={<Plus aria-hidden />} aria-label={words.add} />
      </FileTrigger>
      <Button
        look="quiet"
        icon={<ArrowLeft aria-hidden />}
        aria-label={words.back}
        isDisabled={at <= 0}
        onPress={() => strip.step(-1)}
      />
      <Button
        look="quiet"
        icon={<ArrowRight aria-hidden />}
        aria-label={words.forth}
        isDisabled={at === count - 1}
        onPress={() => strip.step(1)}
      />
      <Button look="quiet" icon={<Trash2 aria-hidden />} aria-label={words.remove} onPress={strip.remove} />
      {packing.status === 'packing' ? (
        <div className={styles.packing}>
          <div className={styles.progress}>
            <Progress
              label={words.packing(packing.done, packing.total)}
              share={packing.done / packing.total}
            />
            <span aria-hidden>{words.packing(packing.done, packing.total)}</span>
          </div>
          <Button look="quiet" icon={<X aria-hidden />} aria-label={words.cancel} onPress={zip.cancel} />
        </div>
      ) : (
        <Button look="quiet" icon={<Download aria-hidden />} onPress={() => void zip.download()}>
          {words.downloadAll}
        </Button>
      )}
    </div>
  );
}
