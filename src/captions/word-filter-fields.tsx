import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import styles from './caption-settings.module.css';
import { shippedWords } from './word-filter.ts';

const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** The list as the person writes it: blank lines stay while the field is open. */
function WordList() {
  const { filter: words } = useMessages();
  const { wordFilter } = useStudio();
  const { words: own } = useStore(wordFilter);
  const [text, setText] = useState(() => own?.join('\n') ?? '');
  const isShipped = own === null;
  useEffect(() => {
    if (!isShipped) return undefined;
    let isCurrent = true;
    const show = async (): Promise<void> => {
      const shipped = await shippedWords();
      if (isCurrent) setText(shipped.join('\n'));
    };
    void show();
    return () => {
      isCurrent = false;
    };
  }, [isShipped]);
  return (
    <>
      <textarea
        className={styles.list}
        aria-label={words.list}
        rows={6}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          wordFilter.setState({ words: lines(event.target.value) });
        }}
      />
      <p className={styles.help}>{words.listHelp}</p>
      <Button look="quiet" isDisabled={isShipped} onPress={() => wordFilter.setState({ words: null })}>
        {words.resetList}
      </Button>
    </>
  );
}

/** Hides captions with rude words, by a list that can be seen and changed. */
export function WordFilterFields() {
  const { filter: words } = useMessages();
  const { wordFilter } = useStudio();
  const { isOn } = useStore(wordFilter);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles.filter}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => wordFilter.setState({ isOn: event.target.checked })}
        />
        {words.hide}
      </label>
      <p className={styles.help}>{words.help}</p>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{words.show}</summary>
        {isOpen && <WordList />}
      </details>
    </div>
  );
}
