import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { describeEngine } from '../models/model-status.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { useModelState } from '../studio/studio-context.ts';
import { type CaptionJob, secondsOf } from './caption-job.ts';
import styles from './caption-status.module.css';
import { describePhase } from './caption-phase.ts';

interface CaptionStatusProps {
  readonly job: CaptionJob;
  readonly onStop: () => void;
  readonly onAgain: () => void;
}

/** One line under the heading: what the model is doing, or did, and how to stop it or have it write again. */
export function CaptionStatus({ job, onStop, onAgain }: CaptionStatusProps) {
  const { captions } = useMessages();
  const formats = useFormats();
  const model = useModelState();
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
  if (job.status === 'waiting') return <p className={styles.row}>{captions.waiting}</p>;
  if (job.status === 'failed') return null;
  return (
    <div className={styles.row}>
      <p className={styles.facts}>
        {job.status === 'stopped' && captions.stopped}
        {job.status === 'done' &&
          [
            ...(model.status === 'ready' ? [describeEngine(model.model)] : []),
            captions.took(formats.seconds(secondsOf(job.result))),
          ].join(' · ')}
      </p>
      {job.status === 'stopped' && (
        <Button look="quiet" onPress={onAgain}>
          {captions.again}
        </Button>
      )}
    </div>
  );
}
