import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import type { CaptionJob } from './caption-job.ts';
import styles from './caption-status.module.css';
import { describePhase } from './caption-phase.ts';

interface CaptionStatusProps {
  readonly job: CaptionJob;
  /** Waits for other pictures only. */
  readonly isModelReady: boolean;
  readonly onStop: () => void;
  /** Null where there is a better way on. */
  readonly onAgain: (() => void) | null;
}

/** What the model is doing with the picture, and how to stop it or have it write again; nothing once it is done. */
export function CaptionStatus({ job, isModelReady, onStop, onAgain }: CaptionStatusProps) {
  const { captions } = useMessages();
  if (job.status === 'running') {
    const { words, share } = describePhase(job.event, captions);
    return (
      <div className={styles.running}>
        <div className={styles.row}>
          <p>{words}</p>
          <Button look="quiet" onPress={onStop}>
            {captions.stop}
          </Button>
        </div>
        <Progress label={words} share={share} />
      </div>
    );
  }
  if (job.status === 'waiting') {
    if (!isModelReady) return <p className={styles.row}>{captions.waiting}</p>;
    return (
      <div className={styles.row}>
        <p>{captions.queued}</p>
        <Button look="quiet" onPress={onStop}>
          {captions.stop}
        </Button>
      </div>
    );
  }
  if (job.status !== 'stopped') return null;
  return (
    <div className={styles.row}>
      <p>{captions.stopped}</p>
      {onAgain !== null && (
        <Button look="quiet" onPress={onAgain}>
          {captions.again}
        </Button>
      )}
    </div>
  );
}
