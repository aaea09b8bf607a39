import { use } from 'react';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { useModelsEntryMessages } from '../i18n/models-entry-messages.ts';
import { useModelState } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { ComparisonEntry } from './comparison/comparison-entry.tsx';
import styles from './model-chip.module.css';
import type { ModelState } from './model-loader.ts';
import { describeEngine, describeModelEvent } from './model-status.ts';
import { ModelsEntry } from './models-entry.tsx';
import { ModelsContext } from './models.ts';

const dots: Readonly<Record<ModelState['status'], string>> = {
  idle: styles.busy,
  loading: styles.busy,
  ready: styles.ready,
  stopped: styles.off,
  failed: styles.failed,
};

/** The model's state in a word, always in view, and the way to other models. */
export function ModelChip() {
  const messages = useMessages();
  const { open } = useModelsEntryMessages();
  const formats = useFormats();
  const state = useModelState();
  const models = use(ModelsContext);
  const words = (): string => {
    if (state.status === 'ready') return describeEngine(state.model);
    if (state.status === 'failed') return messages.model.failed;
    if (state.status === 'stopped') return messages.model.stopped;
    const event = state.status === 'loading' ? state.event : null;
    const { phase, share } = describeModelEvent(event, messages, formats);
    return share === null ? phase : `${phase} ${formats.percent(share)}`;
  };
  const chip = (
    <span className={styles.chip} data-status={state.status}>
      <span className={`${styles.dot} ${dots[state.status]}`} />
      <VisuallyHidden elementType="span">{messages.model.label}</VisuallyHidden>
      <span className={styles.words} title={state.status === 'ready' ? messages.model.ready : undefined}>
        {words()}
      </span>
    </span>
  );
  if (models === null) return chip;
  return (
    <>
      <Button look="quiet" onPress={() => models.dialog.setState('models', true)}>
        {chip}
        <VisuallyHidden elementType="span">{open}</VisuallyHidden>
      </Button>
      <ComparisonEntry />
      <ModelsEntry />
    </>
  );
}
