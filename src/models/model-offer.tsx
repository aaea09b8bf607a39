import { use } from 'react';
import { useStore } from 'zustand';
import { useFormats } from '../i18n/use-messages.ts';
import { useModelsEntryMessages } from '../i18n/models-entry-messages.ts';
import { Button } from '../ui/button.tsx';
import { type Models, ModelsContext } from './models.ts';
import styles from './model-offer.module.css';

/** The catalogue's large model, which the offer names before the catalogue is read. */
const largeModel = { title: 'OFA meme large', bytes: 2_000_000_000 };

function Offer({ models }: { readonly models: Models }) {
  const messages = useModelsEntryMessages();
  const formats = useFormats();
  const choice = useStore(models.choice);
  const getting = useStore(models.getter.store);
  const isPaused = getting.status === 'paused';
  if (!isPaused && (choice.model !== null || getting.status !== 'none')) return null;
  return (
    <p className={styles.offer}>
      {isPaused ? messages.paused : messages.offer(largeModel.title, formats.bytes(largeModel.bytes))}
      <Button look="quiet" onPress={() => models.dialog.setState('models', true)}>
        {isPaused ? messages.resume : messages.offerAction}
      </Button>
    </p>
  );
}

/** A quiet word about the large model, or about a download that waits to go on. */
export function ModelOffer() {
  const models = use(ModelsContext);
  return models === null ? null : <Offer models={models} />;
}
