import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import { useMessages } from '../i18n/use-messages.ts';
import { type LookName, lookNames } from '../meme/looks.ts';
import styles from './look-field.module.css';

interface LookFieldProps {
  readonly onChoose: (name: LookName) => void;
}

/** The looks that one tap gives, each with a small picture of itself. */
export const LookField = memo(function LookField({ onChoose }: LookFieldProps) {
  const { text } = useMessages();
  return (
    <ul className={styles.looks} aria-label={text.look}>
      {lookNames.map((name) => (
        <li key={name}>
          <Button className={styles.look} onPress={() => onChoose(name)}>
            <span className={`${styles.picture} ${styles[name]}`} aria-hidden>
              <span>字</span>
            </span>
            <span className={styles.name}>{text.looks[name]}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
});
