import { memo } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { type Placement, placements } from '../meme/placement.ts';
import { ChoiceField } from '../ui/choice-field.tsx';

interface PlaceFieldProps {
  /** Null once the text has been moved elsewhere. */
  readonly placement: Placement | null;
  /** A strip stands above or below the picture, never in its middle. */
  readonly isStrip: boolean;
  readonly onChange: (placement: Placement) => void;
}

/** Top, middle or bottom of the picture. */
export const PlaceField = memo(function PlaceField({ placement, isStrip, onChange }: PlaceFieldProps) {
  const { text } = useMessages();
  return (
    <ChoiceField
      label={text.place}
      names={isStrip ? placements.filter((name) => name !== 'middle') : placements}
      words={text.places}
      value={placement}
      onChange={onChange}
    />
  );
});
