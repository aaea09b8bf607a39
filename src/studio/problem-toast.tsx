import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import styles from './problem-toast.module.css';
import { useStudio, useStudioState } from './studio-context.ts';

/** Why the last thing that the person asked for did not work; over the page until dismissed. */
export function ProblemToast() {
  const { app } = useMessages();
  const studio = useStudio();
  const problem = useStudioState((state) => state.problem);
  if (problem === null) return null;
  return (
    <div className={styles.toast}>
      <Failure error={problem}>
        <Button onPress={studio.dismissProblem}>{app.dismiss}</Button>
      </Failure>
    </div>
  );
}
