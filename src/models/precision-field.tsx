import { useState } from 'react';
import type { Precision } from '../../workers/protocol/convert-service.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { useAsked } from './use-asked.ts';

interface PrecisionFieldProps {
  readonly value: string;
  /** Names of those to choose from; all that there are if left out. */
  readonly only?: readonly string[];
  readonly onChange: (precision: string) => void;
}

/** The precision to propose first. */
export const proposedPrecision = 'int8';

/** A precision with the one backend that runs it, if it is only one. */
function nameOf({ name, backends }: Precision): string {
  if (backends.length !== 1) return name;
  return `${name} · ${backends[0] === 'webgpu' ? 'WebGPU' : 'WASM'}`;
}

/** The precision in which a checkpoint's weights are kept. */
export function PrecisionField({ value, only, onChange }: PrecisionFieldProps) {
  const messages = useModelsMessages();
  const { client } = useModels();
  const [ask] = useState(
    () => (signal: AbortSignal) => client.run(signal, (service) => service.listPrecisions()),
  );
  const asked = useAsked(ask);
  const known = asked.status === 'known' ? asked.value : [];
  const options = known.filter(({ name }) => only?.includes(name) ?? true);
  return (
    <label className={styles.inline}>
      {messages.precision}
      <select className={styles.input} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.length === 0 && <option value={value}>{value}</option>}
        {options.map((precision) => (
          <option key={precision.name} value={precision.name}>
            {nameOf(precision)}
          </option>
        ))}
      </select>
    </label>
  );
}
