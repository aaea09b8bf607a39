import type { ReactNode } from 'react';
import styles from './floating-bar.module.css';

interface FloatingBarProps {
  /** Read out as soon as it is there. */
  readonly message: string;
  /** What can be done about it. */
  readonly children: ReactNode;
}

/** A sentence over the page, with buttons: something that a person may act on, and need not. */
export function FloatingBar({ message, children }: FloatingBarProps) {
  return (
    <div className={styles.bar}>
      <output className={styles.message}>{message}</output>
      <span className={styles.actions}>{children}</span>
    </div>
  );
}
