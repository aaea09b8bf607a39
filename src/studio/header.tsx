import { memo } from 'react';
import { Button } from '../ui/button.tsx';
import { chooseLanguage } from '../i18n/language.ts';
import { useLanguage, useMessages } from '../i18n/use-messages.ts';
import { KeepingEntry } from '../keeping/keeping-entry.tsx';
import { ModelChip } from '../models/model-chip.tsx';
import styles from './header.module.css';

/** Name, model and language: what stays in view. */
export const Header = memo(function Header() {
  const { appName, language } = useMessages();
  const current = useLanguage();
  return (
    <header className={styles.header}>
      <p className={styles.name}>
        <img className={styles.mark} src={new URL('icon.svg', document.baseURI).href} alt="" />
        {appName}
      </p>
      <div className={styles.side}>
        <ModelChip />
        <KeepingEntry />
        <Button
          look="quiet"
          aria-label={language.label}
          onPress={() => chooseLanguage(current === 'en' ? 'zh-CN' : 'en')}
        >
          {language.other}
        </Button>
      </div>
    </header>
  );
});
