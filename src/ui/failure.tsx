import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OfaError } from '../../workers/protocol/errors.ts';
import { useMessages } from '../i18n/use-messages.ts';
import styles from './failure.module.css';

interface FailureProps {
  readonly error: OfaError;
  /** What can be done about it. */
  readonly children: ReactNode;
}

/** What happened and what to do, with the developer's message tucked away; read out at once. */
export function Failure({ error, children }: FailureProps) {
  const messages = useMessages();
  const { whatHappened, whatToDo } = messages.errors[error.code](error.details);
  return (
    <div className={styles.failure} role="alert" data-error-code={error.code}>
      <CircleAlert className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.happened}>{whatHappened}</p>
        <p>{whatToDo}</p>
        <details className={styles.details}>
          <summary>{messages.app.details}</summary>
          <code>
            {error.code}: {error.message}
          </code>
        </details>
        <div className={styles.actions}>{children}</div>
      </div>
    </div>
  );
}
