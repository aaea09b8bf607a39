import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button as PlainButton } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import { useFormats } from '../i18n/use-messages.ts';
import { usePicture, useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import styles from './keeping-dialog.module.css';
import { keptLimits, type KeptMeme } from './kept-memes.ts';
import { readableMemes, useKeeping } from './keeping.ts';

function Favourites({ onClose }: { readonly onClose: () => void }) {
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

/** Asks once more before it clears; the focus stays where it is. */
function ClearButton() {
  const words = useKeepingMessages();
  const keeping = useKeeping();
  const [isAsked, setIsAsked] = useState(false);
  const clear = (): void => {
    if (isAsked) keeping.clearMemes();
    setIsAsked(!isAsked);
  };
  return (
    <>
      {isAsked && (
        <Button look="quiet" onPress={() => setIsAsked(false)}>
          {words.keep}
        </Button>
      )}
      <Button look={isAsked ? 'plain' : 'quiet'} onPress={clear}>
        {isAsked ? words.clearSure : words.clear}
      </Button>
    </>
  );
}

function Memes({ onClose }: { readonly onClose: () => void }) {
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
          <ClearButton />
        </div>
      )}
    </section>
  );
}

/** What the page has kept: texts that were liked, and memes to go on with. */
export default function KeepingDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useKeepingMessages();
  const keeping = useKeeping();
  const isDenied = useStore(keeping.store, (state) => state.isDenied);
  useEffect(() => {
    void keeping.flush();
  }, [keeping]);
  return (
    <ModalOverlay
      isOpen
      isDismissable
      className={styles.overlay}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog}>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title}>
              {words.title}
            </Heading>
            <Button look="quiet" aria-label={words.close} icon={<X aria-hidden />} onPress={onClose} />
          </div>
          <div className={styles.body}>
            {isDenied && <p role="alert">{words.denied}</p>}
            <Favourites onClose={onClose} />
            <Memes onClose={onClose} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
