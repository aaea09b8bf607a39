import { use, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import { type Keeping, KeepingContext } from '../keeping/keeping.ts';
import { useStudioState } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { FloatingBar } from '../ui/floating-bar.tsx';
import { shellStore, takeOver } from './shell.ts';

function Prompt({ keeping }: { readonly keeping: Keeping }) {
  const { app } = useMessages();
  const isDenied = useStore(keeping.store, (state) => state.isDenied);
  const hasPictures = useStudioState(({ pictures }) => pictures.length > 0);
  const [isUpdating, setUpdating] = useState(false);
  const update = async (): Promise<void> => {
    setUpdating(true);
    await keeping.flush();
    takeOver();
  };
  const consequence = isDenied ? app.updateLoses : app.updateKeeps;
  return (
    <FloatingBar message={hasPictures ? `${app.updateReady}${consequence}` : app.updateReady}>
      <Button look="quiet" onPress={() => shellStore.setState({ next: null })}>
        {app.later}
      </Button>
      <Button isPending={isUpdating} onPress={() => void update()}>
        {app.update}
      </Button>
    </FloatingBar>
  );
}

/** Asks before a new version replaces the page, and says what becomes of the pictures on it. */
export function UpdatePrompt() {
  const keeping = use(KeepingContext);
  const { next } = useStore(shellStore);
  return keeping === null || next === null ? null : <Prompt keeping={keeping} />;
}
