import { ShieldCheck } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { BenchEntry } from '../bench/bench-entry.tsx';
import { useLanguage, useMessages } from '../i18n/use-messages.ts';
import { samples } from '../intake/samples.ts';
import { ModelCard } from '../models/model-card.tsx';
import { shellStore } from '../offline/shell.ts';
import styles from './footer.module.css';

/** Where things come from, and where pictures do not go. */
export const Footer = memo(function Footer() {
  const messages = useMessages();
  const language = useLanguage();
  const { isKept } = useStore(shellStore);
  return (
    <footer className={styles.footer}>
      <p className={styles.privacy}>
        <ShieldCheck aria-hidden />
        {messages.empty.privacy} {isKept && messages.app.offlineReady}
      </p>
      <ModelCard />
      <BenchEntry />
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
});
