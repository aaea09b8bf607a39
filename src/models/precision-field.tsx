import { useState } from 'react';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { useAsked } from './use-asked.ts';

interface PrecisionFieldProps {
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (precision: string) => void;
}

/** The precision to propose first. */
export const proposedPrecision = 'int8';

const onlyProposed: readonly string[] = [proposedPrecision];

/** The precisions that every checkpoint can be converted to. */
export function usePrecisions(): readonly string[] {
  const { client } = useModels();
  const [ask] = useState(
    () => (signal: AbortSignal) => client.run(signal, (service) => service.listPrecisions()),
  );
  const asked = useAsked(ask);
  return asked.status === 'known' ? asked.value : onlyProposed;
}

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
