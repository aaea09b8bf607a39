import { ChevronLeft, ChevronRight, Shuffle } from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { useMessages } from '../i18n/use-messages.ts';
import { HeartButton } from '../keeping/heart-button.tsx';
import { Button } from '../ui/button.tsx';
import styles from './batch-bar.module.css';
import type { Batches } from './batches.ts';
import { isPending } from './caption-job.ts';

interface BatchBarProps {
  readonly batches: Batches;
  /** The text on the picture. */
  readonly text: string;
  readonly onAnother: () => void;
  readonly onShow: (batch: number) => void;
}

/** Asks for other captions, and goes back to those that were there before. */
export function BatchBar({ batches, text, onAnother, onShow }: BatchBarProps) {
  const { captions } = useMessages();
  const { job, earlier, shown } = batches;
  return (
    <div className={styles.bar}>
      {/* Pending, not disabled: a disabled button would lose the focus. */}
      <Button icon={<Shuffle aria-hidden />} isPending={isPending(job)} onPress={onAnother}>
        {captions.another}
      </Button>
      <HeartButton text={text} />
      {earlier.length > 0 && (
        <Group className={styles.batches} aria-label={captions.batches}>
          <Button
            look="quiet"
            icon={<ChevronLeft aria-hidden />}
            aria-label={captions.previousBatch}
            isDisabled={shown === 0}
            onPress={() => onShow(shown - 1)}
          />
          <span className={styles.count} aria-live="polite">
            <span aria-hidden>
              {shown + 1} / {earlier.length + 1}
            </span>
            <VisuallyHidden elementType="span">
              {captions.batch(shown + 1, earlier.length + 1)}
            </VisuallyHidden>
          </span>
          <Button
            look="quiet"
            icon={<ChevronRight aria-hidden />}
            aria-label={captions.nextBatch}
            isDisabled={shown === earlier.length}
            onPress={() => onShow(shown + 1)}
          />
        </Group>
      )}
    </div>
  );
}
