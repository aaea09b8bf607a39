import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { shellStore, takeOver } from './shell.ts';
import styles from './update-prompt.module.css';

/** Asks before a new version replaces the page. */
export function UpdatePrompt() {
  const { app } = useMessages();
  const { waiting } = useStore(shellStore);
  if (waiting === null) return null;
  return (
    <section className={styles.prompt} aria-label={app.updateReady}>
      <p>{app.updateReady}</p>
      <Button look="quiet" onPress={() => shellStore.setState({ waiting: null })}>
        {app.later}
      </Button>
      <Button look="primary" onPress={takeOver}>
        {app.update}
      </Button>
    </section>
  );
}
