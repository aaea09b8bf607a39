import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useMessages } from '../i18n/use-messages.ts';
import { type Placement, placements } from '../meme/placement.ts';
import styles from './fields.module.css';

interface PlaceFieldProps {
  /** Null once the text has been moved elsewhere. */
  readonly placement: Placement | null;
  readonly onChange: (placement: Placement) => void;
}

/** Top, middle or bottom of the picture. */
export function PlaceField({ placement, onChange }: PlaceFieldProps) {
  const { text } = useMessages();
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden>
        {text.place}
      </span>
      <ToggleButtonGroup
        aria-label={text.place}
        className={styles.choices}
        selectionMode="single"
        selectedKeys={placement === null ? [] : [placement]}
        disallowEmptySelection={placement !== null}
        onSelectionChange={(keys) => {
          const chosen = placements.find((candidate) => keys.has(candidate));
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {placements.map((name) => (
          <ToggleButton key={name} id={name} className={styles.choice}>
            {text.places[name]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
