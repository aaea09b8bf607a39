import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { useModelState, useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './model-progress.module.css';
import { describeModelEvent } from './model-status.ts';

/** The way to a ready model: phase, progress, stop; or why there is none, and a way to try again. */
export function ModelProgress() {
  const messages = useMessages();
  const formats = useFormats();
  const { model } = useStudio();
  const state = useModelState();
  const load = (): void => void model.load();
  if (state.status === 'ready') return null;
  if (state.status === 'failed') {
    return (
      <Failure error={state.error}>
        <Button onPress={load}>{messages.app.retry}</Button>
      </Failure>
    );
  }
  if (state.status === 'stopped') {
    return (
      <div className={styles.row}>
        <p>{messages.model.stopped}</p>
        <Button onPress={load}>{messages.model.load}</Button>
      </div>
    );
  }
  const event = state.status === 'loading' ? state.event : null;
  const { phase, facts, share } = describeModelEvent(event, messages, formats);
  return (
    <div className={styles.progress}>
      <div className={styles.row}>
        <div className={styles.words}>
          <p className={styles.phase}>{phase}</p>
          <p className={styles.facts}>{facts.join(' · ')}</p>
        </div>
        <Button look="quiet" aria-label={messages.model.stop} onPress={model.stop}>
          {messages.captions.stop}
        </Button>
      </div>
      <Progress label={phase} share={share} />
    </div>
  );
}
