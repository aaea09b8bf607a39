import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button as PlainButton } from 'react-aria-components/Button';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import { useFormats } from '../i18n/use-messages.ts';
import { AskingButton } from '../ui/asking-button.tsx';
import { Button } from '../ui/button.tsx';
import styles from './keeping-dialog.module.css';
import { keptLimits, type KeptMeme } from './kept-memes.ts';
import { readableMemes, useKeeping } from './keeping.ts';

function Thumbnail({ blob }: { readonly blob: Blob }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    if (image.current !== null) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return <img ref={image} alt="" draggable={false} />;
}

interface MemeProps {
  readonly meme: KeptMeme;
  readonly onRestore: () => void;
  readonly onRemove: () => void;
}

function Meme({ meme, onRestore, onRemove }: MemeProps) {
  const words = useKeepingMessages();
  return (
    <li className={styles.meme}>
      <PlainButton className={styles.picture} aria-label={words.restore(meme.words)} onPress={onRestore}>
        <Thumbnail blob={meme.thumbnail} />
      </PlainButton>
      <div className={styles.remove}>
        <Button
          look="quiet"
          icon={<X aria-hidden />}
          aria-label={words.remove(meme.words)}
          onPress={onRemove}
        />
      </div>
    </li>
  );
}

/** Memes to go on with. */
export function MemesSection({ onClose }: { readonly onClose: () => void }) {
  const words = useKeepingMessages();
  const formats = useFormats();
  const keeping = useKeeping();
  const memes = readableMemes(useStore(keeping.store));
  const restore = (meme: KeptMeme): void => {
    onClose();
    void keeping.restore(meme);
  };
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{words.memes}</h3>
      <p className={styles.quiet}>
        {memes.length === 0 ? words.noMemes : words.bounds(keptLimits.memes, formats.bytes(keptLimits.bytes))}
      </p>
      <ul className={styles.memes}>
        {memes.map((meme) => (
          <Meme
            key={meme.id}
            meme={meme}
            onRestore={() => restore(meme)}
            onRemove={() => keeping.remove(meme.id)}
          />
        ))}
      </ul>
      {memes.length > 0 && (
        <div className={styles.buttons}>
          <AskingButton sure={words.clearSure} keep={words.keep} onPress={keeping.clearMemes}>
            {words.clear}
          </AskingButton>
        </div>
      )}
    </section>
  );
}
