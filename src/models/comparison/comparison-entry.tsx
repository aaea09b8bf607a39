import { Columns2 } from 'lucide-react';
import { useStore } from 'zustand';
import { useModelsEntryMessages } from '../../i18n/models-entry-messages.ts';
import { usePicture } from '../../studio/studio-context.ts';
import { Button } from '../../ui/button.tsx';
import { useModels } from '../models.ts';
import styles from './comparison-entry.module.css';

/** The way to the comparison: there once a model was got beside the built-in one, and a picture to write about. */
export function ComparisonEntry() {
  const { compare } = useModelsEntryMessages();
  const { choice, dialog } = useModels();
  const hasOther = useStore(choice, ({ model }) => model !== null);
  const hasPicture = usePicture() !== null;
  if (!hasOther || !hasPicture) return null;
  return (
    <span className={styles.entry}>
      <Button
        look="quiet"
        aria-label={compare}
        icon={<Columns2 aria-hidden />}
        onPress={() => dialog.setState('comparison', true)}
      />
    </span>
  );
}
