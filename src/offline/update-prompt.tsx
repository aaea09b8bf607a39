import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { FloatingBar } from '../ui/floating-bar.tsx';
import { shellStore, takeOver } from './shell.ts';

/** Asks before a new version replaces the page. */
export function UpdatePrompt() {
  const { app } = useMessages();
  const { waiting } = useStore(shellStore);
  if (waiting === null) return null;
  return (
    <FloatingBar message={app.updateReady}>
      <Button look="quiet" onPress={() => shellStore.setState({ waiting: null })}>
        {app.later}
      </Button>
      <Button look="primary" onPress={takeOver}>
        {app.update}
      </Button>
    </FloatingBar>
  );
}
