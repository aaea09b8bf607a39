import { useModelsMessages } from '../i18n/use-models-messages.ts';
import styles from './models-dialog.module.css';

interface PrecisionFieldProps {
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (precision: string) => void;
}

/** The precisions that every checkpoint can be converted to, the one to propose first. */
export const precisions: readonly string[] = ['int8', 'int8-weights', 'fp16', 'fp32'];

/** The precision in which a checkpoint's weights are kept. */
export function PrecisionField({ value, options, onChange }: PrecisionFieldProps) {
  const messages = useModelsMessages();
  return (
    <label className={styles.inline}>
      {messages.precision}
      <select className={styles.input} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
