import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import styles from './fields.module.css';

interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly names: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  /** Null if none of them is the case. */
  readonly value: T | null;
  readonly onChange: (name: T) => void;
}

/** A label and a few choices, of which one holds. */
export function ChoiceField<T extends string>({ label, names, words, value, onChange }: ChoiceFieldProps<T>) {
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <ToggleButtonGroup
        aria-label={label}
        className={styles.choices}
        selectionMode="single"
        selectedKeys={value === null ? [] : [value]}
        disallowEmptySelection={value !== null}
        onSelectionChange={(keys) => {
          const chosen = names.find((name) => keys.has(name));
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {names.map((name) => (
          <ToggleButton key={name} id={name} className={styles.choice}>
            {words[name]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
