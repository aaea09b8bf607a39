import { useId } from 'react';
import { useStore } from 'zustand';
import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { useModelState } from '../studio/studio-context.ts';
import type { BackendChoice } from './model-choice.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';

const backends: readonly BackendChoice[] = ['auto', 'wasm', 'webgpu'];

/** What runs the model, how fast each was, and why one was left out. */
export function BackendSection() {
  const { backend: words } = useModelsMessages();
  const { errors } = useMessages();
  const formats = useFormats();
  const state = useModelState();
  const { choice, choose, speeds } = useModels();
  const chosen = useStore(choice, ({ backend }) => backend);
  const measured = useStore(speeds);
  const name = useId();
  const note = (backend: BackendChoice): string | null => {
    if (backend === 'auto') return null;
    const seconds = measured[backend];
    return seconds === undefined ? words.unmeasured : words.measured(formats.seconds(seconds));
  };
  return (
    <section className={styles.section}>
      <fieldset className={styles.choices}>
        <legend className={styles.heading}>{words.heading}</legend>
        {backends.map((backend) => (
          <label key={backend} className={styles.choice}>
            <input
              type="radio"
              name={name}
              checked={chosen === backend}
              onChange={() => choose({ backend })}
            />
            <span>{words.names[backend]}</span>
            <span className={styles.quiet}>{note(backend)}</span>
          </label>
        ))}
      </fieldset>
      {state.status === 'ready' &&
        state.model.skipped.map(({ backend, code, reason }) => (
          <p key={backend} className={styles.quiet} title={reason}>
            {words.skipped(
              words.names[backend],
              code === 'backend-unavailable' ? words.unavailable : errors[code]({}).whatHappened,
            )}
          </p>
        ))}
    </section>
  );
}
