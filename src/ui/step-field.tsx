import fields from './fields.module.css';
import styles from './step-field.module.css';

interface StepFieldProps<T extends number> {
  readonly label: string;
  /** Ascending. */
  readonly steps: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A labelled slider with a few steps, each of which has a name. */
export function StepField<T extends number>({ label, steps, words, value, onChange }: StepFieldProps<T>) {
  return (
    <label className={fields.field}>
      <span className={fields.label}>{label}</span>
      <input
        type="range"
        className={styles.range}
        min={0}
        max={steps.length - 1}
        step={1}
        value={steps.indexOf(value)}
        aria-valuetext={words[value]}
        onChange={(event) => onChange(steps[event.target.valueAsNumber])}
      />
      <span className={styles.word} aria-hidden>
        {words[value]}
      </span>
    </label>
  );
}
