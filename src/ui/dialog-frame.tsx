import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from './button.tsx';
import styles from './dialog-frame.module.css';

interface DialogFrameProps {
  readonly title: string;
  /** Wide for lists, narrow for a question. */
  readonly width: 'narrow' | 'wide';
  /** False while a stray press beside the dialog would lose work. */
  readonly isDismissable?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page with a title and a way out. */
export function DialogFrame(props: DialogFrameProps) {
  const { title, width, isDismissable = true, onClose, children } = props;
  const { app } = useMessages();
  return (
    <ModalOverlay
      isOpen
      isDismissable={isDismissable}
      className={styles.overlay}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className={`${styles.modal} ${width === 'wide' ? styles.wide : ''}`}>
        <Dialog className={styles.dialog}>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            <Button look="quiet" aria-label={app.close} icon={<X aria-hidden />} onPress={onClose} />
          </div>
          <div className={styles.body}>{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The buttons at the foot of a dialog. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
