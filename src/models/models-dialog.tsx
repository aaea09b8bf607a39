import { X } from 'lucide-react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useStore } from 'zustand';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { Button } from '../ui/button.tsx';
import { BackendSection } from './backend-section.tsx';
import { CatalogueSection } from './catalogue-section.tsx';
import { CurrentModel } from './current-model.tsx';
import { GettingSection } from './getting-section.tsx';
import { LocalSection } from './local-section.tsx';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { OtherSources } from './other-sources.tsx';
import { StorageSection } from './storage-section.tsx';

/** Everything about models: which is used, what runs it, where others come from, what is kept. */
export function ModelsDialog({ onClose }: { readonly onClose: () => void }) {
  const messages = useModelsMessages();
  const { getter } = useModels();
  const isGetting = useStore(getter.store, ({ status }) => status === 'running' || status === 'cancelling');
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
              {messages.title}
            </Heading>
            <Button look="quiet" aria-label={messages.close} icon={<X aria-hidden />} onPress={onClose} />
          </div>
          <div className={styles.body}>
            <CurrentModel />
            <GettingSection />
            <CatalogueSection isBusy={isGetting} />
            <details className={styles.more}>
              <summary>{messages.other}</summary>
              <OtherSources isBusy={isGetting} />
            </details>
            <LocalSection isBusy={isGetting} />
            <BackendSection />
            <StorageSection />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
