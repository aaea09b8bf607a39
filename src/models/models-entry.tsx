import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useModels } from './models.ts';

const dialogs = {
  models: lazy(async () => ({ default: (await import('./models-dialog.tsx')).ModelsDialog })),
  comparison: lazy(async () => ({
    default: (await import('./comparison/comparison-dialog.tsx')).ComparisonDialog,
  })),
};

/** The dialogs about models, each fetched when it is first opened. */
export function ModelsEntry() {
  const { dialog } = useModels();
  const open = useStore(dialog);
  if (open === null) return null;
  const Dialog = dialogs[open];
  return (
    <Suspense fallback={null}>
      <Dialog onClose={() => dialog.setState(null, true)} />
    </Suspense>
  );
}
