import { useMessages } from '../i18n/use-messages.ts';
import { Progress } from '../ui/progress.tsx';
import styles from './opening-bar.module.css';
import { useStudioState } from './studio-context.ts';

/** At the top of the page while a picture is being opened. */
export function OpeningBar() {
  const { intake } = useMessages();
  const opening = useStudioState((state) => state.opening);
  if (opening === null) return null;
  return (
    <div className={styles.bar}>
      <Progress label={intake.opening(opening)} share={null} />
    </div>
  );
}
