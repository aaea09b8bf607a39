import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useModels } from './models.ts';

const ModelsDialog = lazy(async () => ({ default: (await import('./models-dialog.tsx')).ModelsDialog }));

/** The dialog about models, fetched when it is first opened. */
export function ModelsEntry() {
  const { isOpen } = useModels();
  return useStore(isOpen) ? (
    <Suspense fallback={null}>
      <ModelsDialog onClose={() => isOpen.setState(false, true)} />
    </Suspense>
  ) : null;
}
