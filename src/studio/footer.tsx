import { ShieldCheck } from 'lucide-react';
import { useLanguage, useMessages } from '../i18n/use-messages.ts';
import { samples } from '../intake/samples.ts';
import { ModelCard } from '../models/model-card.tsx';
import styles from './footer.module.css';

/** Where things come from, and where pictures do not go. */
export function Footer() {
  const messages = useMessages();
  const language = useLanguage();
  return (
    <footer className={styles.footer}>
      <p className={styles.privacy}>
        <ShieldCheck aria-hidden />
        {messages.empty.privacy}
      </p>
      <ModelCard />
      <details>
        <summary>{messages.samples.credits}</summary>
        <ul className={styles.credits}>
          {samples.map(({ file, title, credit }) => (
            <li key={file}>
              {language === 'en' ? title.en : title.zh}: {credit}
            </li>
          ))}
        </ul>
      </details>
    </footer>
  );
}
