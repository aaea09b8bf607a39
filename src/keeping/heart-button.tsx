import { Heart } from 'lucide-react';
import { use } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import styles from './heart-button.module.css';
import { isFavourite } from './kept-memes.ts';
import { type Keeping, KeepingContext } from './keeping.ts';

interface HeartProps {
  readonly keeping: Keeping;
  readonly text: string;
}

function HeartToggle({ keeping, text }: HeartProps) {
  const words = useKeepingMessages();
  const isLiked = useStore(keeping.store, ({ index }) => isFavourite(index, text));
  return (
    <ToggleButton
      className={styles.heart}
      aria-label={isLiked ? words.liked : words.like}
      isSelected={isLiked}
      onChange={() => keeping.toggleFavourite(text)}
    >
      <Heart aria-hidden />
    </ToggleButton>
  );
}

/** Makes a text a favourite, or no longer. */
export function HeartButton({ text }: { readonly text: string }) {
  const keeping = use(KeepingContext);
  return keeping === null || text === '' ? null : <HeartToggle keeping={keeping} text={text} />;
}

/** Marks a text that is a favourite. */
export function HeartMark({ text }: { readonly text: string }) {
  const keeping = use(KeepingContext);
  return keeping === null ? null : <Mark keeping={keeping} text={text} />;
}

function Mark({ keeping, text }: HeartProps) {
  const isLiked = useStore(keeping.store, ({ index }) => isFavourite(index, text));
  return isLiked ? <Heart className={styles.mark} aria-hidden /> : null;
}
