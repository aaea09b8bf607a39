import { useFormats, useLanguage, useMessages } from '../i18n/use-messages.ts';
import { useModelState } from '../studio/studio-context.ts';
import styles from './model-card.module.css';

/** Name, size and licence of the model, once it has said them. */
export function ModelCard() {
  const { samples, model } = useMessages();
  const formats = useFormats();
  const language = useLanguage();
  const state = useModelState();
  if (state.status !== 'ready') return null;
  const { manifest, threads, stored } = state.model;
  const { title, licence, architecture } = manifest;
  const inLanguage = (text: { zh: string; en: string }): string => (language === 'en' ? text.en : text.zh);
  return (
    <details>
      <summary>{samples.aboutModel}</summary>
      <div className={styles.card}>
        <p>
          {inLanguage(title)} · {samples.parameters(formats.count(architecture.parameters))} ·{' '}
          {model.threads(threads)}
        </p>
        <p>
          {licence.name}: {inLanguage(licence.notice)}
        </p>
        {!stored && <p>{model.notStored}</p>}
      </div>
    </details>
  );
}
