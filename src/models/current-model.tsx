import { useLanguage } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { useModelState } from '../studio/studio-context.ts';
import { Failure } from '../ui/failure.tsx';
import { inLanguage } from './in-language.ts';
import { ModelProgress } from './model-progress.tsx';
import styles from './models-dialog.module.css';

/** The model that writes the captions, or how far it is, or why it is another than was chosen. */
export function CurrentModel() {
  const messages = useModelsMessages();
  const language = useLanguage();
  const state = useModelState();
  if (state.status !== 'ready') return <ModelProgress />;
  const { model, insteadOf } = state;
  return (
    <>
      <p>
        {messages.inUse}: <strong>{inLanguage(language, model.manifest.title)}</strong> · {model.variant}
      </p>
      {insteadOf !== undefined && (
        <Failure error={insteadOf.error}>
          <p className={styles.quiet}>{messages.insteadOf(inLanguage(language, insteadOf.choice.title))}</p>
        </Failure>
      )}
    </>
  );
}
