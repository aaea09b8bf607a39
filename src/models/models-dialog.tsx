import { useStore } from 'zustand';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { DialogFrame } from '../ui/dialog-frame.tsx';
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
    <DialogFrame title={messages.title} width="wide" onClose={onClose}>
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
    </DialogFrame>
  );
}
