import { useStore } from 'zustand';
import type { Formats } from '../i18n/formats.ts';
import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import type { ModelsMessages } from '../i18n/models-messages.ts';
import type { Messages } from '../i18n/messages.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Progress } from '../ui/progress.tsx';
import { type GetProgress, wholeShare } from './get-progress.ts';
import { type GetRequest, withoutStoring } from './get-model.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';

function phaseWords({ phase }: GetProgress, { road }: GetRequest, { progress }: ModelsMessages): string {
  if (phase === 'download' || phase === 'wait') return progress[phase][road];
  if (phase === 'open' || phase === 'build' || phase === 'write') return progress.convert;
  return phase === 'hash' ? progress.verify : progress[phase];
}

function facts(progress: GetProgress, { model }: Messages, formats: Formats): readonly string[] {
  const { phase, download, conversion } = progress;
  if (phase === 'download' && download !== null) {
    const { done, total, stored, speed } = download;
    const said = [model.bytes(formats.bytes(done), formats.bytes(total))];
    if (speed !== null && speed > 0) {
      said.push(model.speed(formats.bytes(speed)), model.timeLeft(formats.duration((total - done) / speed)));
    }
    if (stored > 0) said.push(model.stored(formats.bytes(stored)));
    return said;
  }
  return conversion === null
    ? []
    : [model.bytes(formats.bytes(conversion.done), formats.bytes(conversion.total))];
}

/** How far the model is that is being got; pause, go on, cancel. */
export function GettingSection() {
  const messages = useMessages();
  const models = useModelsMessages();
  const formats = useFormats();
  const { getter } = useModels();
  const state = useStore(getter.store);
  if (state.status === 'none') return null;
  if (state.status === 'cancelling') return <Progress label={models.progress.cancelling} share={null} />;
  const cancel = (
    <Button look="quiet" onPress={() => void getter.cancel()}>
      {models.progress.cancel}
    </Button>
  );
  const resume = (words: string) => <Button onPress={() => void getter.resume()}>{words}</Button>;
  if (state.status === 'failed') {
    const { error, wanted } = state;
    const unstored = error.code === 'storage-full' ? withoutStoring(wanted) : null;
    return (
      <Failure error={error}>
        {resume(messages.app.retry)}
        {unstored !== null && (
          <Button onPress={() => void getter.start(unstored)}>{models.progress.inMemory}</Button>
        )}
        {cancel}
      </Failure>
    );
  }
  const { progress, status, wanted } = state;
  const isRunning = status === 'running';
  const words = isRunning ? phaseWords(progress, wanted, models) : models.paused;
  return (
    <section className={styles.getting} aria-label={words}>
      <p className={styles.name}>{words}</p>
      <p className={styles.quiet}>{facts(progress, messages, formats).join(' · ')}</p>
      {(isRunning || progress.download !== null) && <Progress label={words} share={wholeShare(progress)} />}
      {isRunning && <p className={styles.quiet}>{models.progress.meanwhile}</p>}
      <div className={styles.actions}>
        {isRunning ? (
          <Button onPress={getter.pause}>{models.progress.pause}</Button>
        ) : (
          resume(models.progress.resume)
        )}
        {cancel}
      </div>
    </section>
  );
}
