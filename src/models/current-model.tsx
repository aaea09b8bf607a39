import { useModelsEntryMessages } from '../i18n/models-entry-messages.ts';
import { useLanguage, useMessages } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { useModelState } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { inLanguage } from './in-language.ts';
import { ModelProgress } from './model-progress.tsx';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';

/** The model that writes the captions, or how far it is, or why it is another than was chosen. */
export function CurrentModel() {
  const messages = useModelsMessages();
  const { compare } = useModelsEntryMessages();
  const { notStored } = useMessages().model;
  const language = useLanguage();
  const state = useModelState();
  const { dialog } = useModels();
  if (state.status !== 'ready') return <ModelProgress />;
  const { model, insteadOf } = state;
  return (
    <>
      <div className={styles.actions}>
        <p>
          {messages.inUse}: <strong>{inLanguage(language, model.manifest.title)}</strong> · {model.variant}
        </p>
        <Button look="quiet" onPress={() => dialog.setState('comparison', true)}>
          {compare}
        </Button>
      </div>
      {!model.stored && <p className={styles.quiet}>{notStored}</p>}
      {insteadOf !== undefined && (
        <Failure error={insteadOf.error}>
          <p className={styles.quiet}>{messages.insteadOf(inLanguage(language, insteadOf.choice.title))}</p>
        </Failure>
      )}
    </>
  );
}
