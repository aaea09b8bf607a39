import { useMessages } from '../i18n/use-messages.ts';
import type { LayerChange, TextLayer } from '../meme/document.ts';
import { faceNames } from '../meme/faces.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { ColourField } from '../ui/colour-field.tsx';
import { RangeField } from '../ui/range-field.tsx';
import styles from './style-fields.module.css';

interface StyleFieldsProps {
  readonly layer: TextLayer;
  readonly onChange: (change: LayerChange, gesture: string | null) => void;
}

const aligns = ['start', 'center', 'end'] as const;
const directions = ['level', 'upright'] as const;

/** Everything about a text that its look gives and that can be told otherwise. */
export default function StyleFields({ layer, onChange }: StyleFieldsProps) {
  const { text } = useMessages();
  const { style } = layer;
  const { ground } = style;
  const isOnPicture = layer.place === 'picture';
  return (
    <div className={styles.fields}>
      <ChoiceField
        label={text.face}
        names={faceNames}
        words={text.faces}
        value={style.face}
        onChange={(face) => onChange({ style: { face } }, null)}
      />
      <ColourField
        label={text.fill}
        value={style.fill}
        onChange={(fill) => onChange({ style: { fill } }, 'fill')}
      />
      {ground.kind !== 'none' && (
        <ColourField
          label={text.ground}
          value={ground.colour}
          onChange={(colour) => onChange({ style: { ground: { ...ground, colour } } }, 'ground')}
        />
      )}
      <ColourField
        label={text.outline}
        value={style.outline}
        onChange={(outline) => onChange({ style: { outline } }, 'outline')}
      />
      {ground.kind !== 'bubble' && (
        <RangeField
          label={text.outlineWidth}
          least={0}
          most={0.2}
          step={0.005}
          value={style.outlineWidth}
          onChange={(outlineWidth) => onChange({ style: { outlineWidth } }, 'outline-width')}
        />
      )}
      <RangeField
        label={text.shadow}
        least={0}
        most={0.3}
        step={0.01}
        value={style.shadow}
        onChange={(shadow) => onChange({ style: { shadow } }, 'shadow')}
      />
      <ChoiceField
        label={text.align}
        names={aligns}
        words={text.aligns}
        value={layer.align}
        onChange={(align) => onChange({ align }, null)}
      />
      {isOnPicture && (
        <ChoiceField
          label={text.direction}
          names={directions}
          words={text.directions}
          value={layer.isVertical ? 'upright' : 'level'}
          onChange={(direction) => onChange({ isVertical: direction === 'upright' }, null)}
        />
      )}
      <RangeField
        label={text.letterSpacing}
        least={-0.1}
        most={0.6}
        step={0.01}
        value={style.letterSpacing}
        onChange={(letterSpacing) => onChange({ style: { letterSpacing } }, 'letter-spacing')}
      />
      <RangeField
        label={text.lineHeight}
        least={0.9}
        most={2}
        step={0.02}
        value={style.lineHeight}
        onChange={(lineHeight) => onChange({ style: { lineHeight } }, 'line-height')}
      />
      {isOnPicture && (
        <RangeField
          label={text.rotation}
          least={-180}
          most={180}
          step={1}
          unit="degree"
          value={layer.rotation}
          onChange={(rotation) => onChange({ rotation }, 'rotation')}
        />
      )}
    </div>
  );
}
