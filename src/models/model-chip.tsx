import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { useModelState } from '../studio/studio-context.ts';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import styles from './model-chip.module.css';
import type { ModelState } from './model-loader.ts';
import { describeEngine, describeModelEvent } from './model-status.ts';

const dots: Readonly<Record<ModelState['status'], string>> = {
  idle: styles.busy,
  loading: styles.busy,
  ready: styles.ready,
  stopped: styles.off,
  failed: styles.failed,
};

/** The model's state in a word, always in view. */
export function ModelChip() {
  const messages = useMessages();
  const formats = useFormats();
  const state = useModelState();
  const words = (): string => {
    if (state.status === 'ready') return describeEngine(state.model);
    if (state.status === 'failed') return messages.model.failed;
    if (state.status === 'stopped') return messages.model.stopped;
    const event = state.status === 'loading' ? state.event : null;
    const { phase, share } = describeModelEvent(event, messages, formats);
    return share === null ? phase : `${phase} ${formats.percent(share)}`;
  };
  return (
    <p className={styles.chip} data-status={state.status}>
      <span className={`${styles.dot} ${dots[state.status]}`} />
      <VisuallyHidden elementType="span">{messages.model.label}</VisuallyHidden>
      <span className={styles.words} title={state.status === 'ready' ? messages.model.ready : undefined}>
        {words()}
      </span>
    </p>
  );
}
