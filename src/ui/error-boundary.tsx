import { Component, type ReactNode } from 'react';
import { languageStore } from '../i18n/language.ts';
import { messagesOf } from '../i18n/use-messages.ts';
import styles from './error-boundary.module.css';

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Stands in for a page whose components have failed. Uses nothing that could fail along with them. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const { app } = messagesOf(languageStore.getState());
    return (
      <main className={styles.crashed} role="alert">
        <h1>{app.crashed}</h1>
        <p>{app.crashedHelp}</p>
        <button type="button" className={styles.reload} onClick={() => location.reload()}>
          {app.reload}
        </button>
        <details>
          <summary>{app.details}</summary>
          <pre className={styles.stack}>{error.stack ?? error.message}</pre>
        </details>
      </main>
    );
  }
}
