import { History } from 'lucide-react';
import { lazy, Suspense, use } from 'react';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import { Button } from '../ui/button.tsx';
import { type Keeping, KeepingContext } from './keeping.ts';

const KeepingDialog = lazy(() => import('./keeping-dialog.tsx'));

function Entry({ keeping }: { readonly keeping: Keeping }) {
  const words = useKeepingMessages();
  const isOpen = useStore(keeping.isOpen);
  return (
    <>
      <Button
        look="quiet"
        icon={<History aria-hidden />}
        aria-label={words.open}
        onPress={() => keeping.isOpen.setState(true, true)}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <KeepingDialog onClose={() => keeping.isOpen.setState(false, true)} />
        </Suspense>
      )}
    </>
  );
}

/** The way to what was kept. */
export function KeepingEntry() {
  const keeping = use(KeepingContext);
  return keeping === null ? null : <Entry keeping={keeping} />;
}
