import { useMessages } from '../i18n/use-messages.ts';
import type { Messages } from '../i18n/messages.ts';
import { hypothesesOf } from '../captions/caption-job.ts';
import type { ModelState } from '../models/model-loader.ts';
import styles from './announcer.module.css';
import { type Picture, wordsOf } from './picture.ts';
import { useModelState, usePicture, useStudioState } from './studio-context.ts';

function modelWords({ model }: Messages, state: ModelState): string {
  if (state.status === 'ready') return model.ready;
  if (state.status === 'stopped') return model.stopped;
  if (state.status !== 'loading' || state.event === null) return '';
  const { event } = state;
  // Without the numbers: they change too often to be read out.
  if (event.phase === 'download') return model.download;
  if (event.phase === 'build') return model.build[event.graph];
  const phases = {
    manifest: model.manifest,
    wait: model.wait,
    engine: model.engine,
    'warm-up': model.warmUp,
  };
  return phases[event.phase];
}

function captionWords({ captions }: Messages, { job, history }: Picture): string {
  if (job.status === 'waiting') return captions.waiting;
  if (job.status === 'stopped') return captions.stopped;
  if (job.status === 'running') return job.event?.phase === 'decode' ? captions.writing : captions.encode;
  if (job.status === 'failed') return '';
  const count = hypothesesOf(job).length;
  return count === 0 ? captions.noMore : captions.announceBest(wordsOf(history.present), count);
}

/** Says to screen readers what those who see find in the panels: phases, and captions as they settle. */
export function Announcer() {
  const messages = useMessages();
  const picture = usePicture();
  const model = useModelState();
  const opening = useStudioState((state) => state.opening);
  const notice = useStudioState((state) => state.notice);
  const status = (): string => {
    if (opening !== null) return messages.intake.opening(opening);
    if (notice !== null) return messages.exports[notice];
    if (picture === null || picture.job.status === 'waiting') return modelWords(messages, model);
    return captionWords(messages, picture);
  };
  return (
    <output className={styles.announcer} aria-live="polite">
      {status()}
    </output>
  );
}
