import { X } from 'lucide-react';
import { Button as PlainButton } from 'react-aria-components/Button';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import { usePicture, useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import styles from './keeping-dialog.module.css';
import { useKeeping } from './keeping.ts';

/** Texts that were liked; one press puts one on the picture. */
export function FavouritesSection({ onClose }: { readonly onClose: () => void }) {
  const words = useKeepingMessages();
  const keeping = useKeeping();
  const { edit } = useStudio();
  const hasPicture = usePicture() !== null;
  const { favourites } = useStore(keeping.store, ({ index }) => index);
  const use = (text: string): void => {
    edit.type(text);
    onClose();
  };
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{words.favourites}</h3>
      {favourites.length === 0 && <p className={styles.quiet}>{words.noFavourites}</p>}
      <ul className={styles.favourites}>
        {favourites.map(({ text }) => (
          <li key={text} className={styles.favourite}>
            {hasPicture ? (
              <PlainButton className={styles.text} aria-label={words.use(text)} onPress={() => use(text)}>
                {text}
              </PlainButton>
            ) : (
              <span className={styles.text}>{text}</span>
            )}
            <Button
              look="quiet"
              icon={<X aria-hidden />}
              aria-label={words.unlike(text)}
              onPress={() => keeping.toggleFavourite(text)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
