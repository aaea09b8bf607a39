import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import { Button } from '../ui/button.tsx';
import { FavouritesSection } from './favourites-section.tsx';
import styles from './keeping-dialog.module.css';
import { useKeeping } from './keeping.ts';
import { MemesSection } from './memes-section.tsx';

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
            <FavouritesSection onClose={onClose} />
            <MemesSection onClose={onClose} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
