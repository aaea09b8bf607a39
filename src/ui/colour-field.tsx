import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useMessages } from '../i18n/use-messages.ts';
import styles from './fields.module.css';

interface ColourFieldProps {
  readonly label: string;
  /** `#rrggbb`. */
  readonly value: string;
  readonly onChange: (colour: string) => void;
}

const swatches = ['#ffffff', '#161616', '#ffd83d', '#f2452f', '#2f8f5b', '#2f6df2'] as const;

/** A few colours, and any other. */
export function ColourField({ label, value, onChange }: ColourFieldProps) {
  const { text } = useMessages();
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <ToggleButtonGroup
        aria-label={label}
        className={styles.swatches}
        selectionMode="single"
        selectedKeys={[value]}
        onSelectionChange={(keys) => {
          const chosen = swatches.find((colour) => keys.has(colour));
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {swatches.map((colour) => (
          <ToggleButton
            key={colour}
            id={colour}
            className={styles.swatch}
            aria-label={text.colours[colour]}
            style={{ background: colour }}
          />
        ))}
      </ToggleButtonGroup>
      <input
        type="color"
        className={styles.anyColour}
        aria-label={text.anyColour(label)}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
