import { ProgressBar } from 'react-aria-components/ProgressBar';
import styles from './progress.module.css';

interface ProgressProps {
  readonly label: string;
  /** 0 … 1, or null while it is not known. */
  readonly share: number | null;
}

/** A thin bar; its label is for those who do not see it. */
export function Progress({ label, share }: ProgressProps) {
  return (
    <ProgressBar
      aria-label={label}
      className={styles.track}
      maxValue={1}
      {...(share === null ? { isIndeterminate: true } : { value: share })}
    >
      <div
        className={share === null ? styles.unknown : styles.fill}
        style={share === null ? undefined : { transform: `translateX(${(share - 1) * 100}%)` }}
      />
    </ProgressBar>
  );
}
