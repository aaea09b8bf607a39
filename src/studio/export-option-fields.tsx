import { useId } from 'react';
import { useExportsMessages } from '../i18n/exports-messages.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { RangeField } from '../ui/range-field.tsx';
import styles from './export-option-fields.module.css';
import {
  type ExportOptions,
  exportShapes,
  exportSizes,
  formatNames,
  formatOf,
  isLossy,
  ownSizes,
  stillFormats,
} from './export-options.ts';

/** True where canvases are written as WebP: not in Safari, which writes PNG instead. */
const writesWebp = document.createElement('canvas').toDataURL('image/webp').startsWith('data:image/webp');

const formats = stillFormats.filter((format) => format !== 'webp' || writesWebp);

interface ExportOptionFieldsProps {
  readonly options: ExportOptions;
  /** The picture is an animation. */
  readonly moves: boolean;
  readonly onChange: (change: Partial<ExportOptions>) => void;
}

/** Format, size and shape of what leaves the studio. */
export default function ExportOptionFields({ options, moves, onChange }: ExportOptionFieldsProps) {
  const words = useExportsMessages();
  const ownSizeId = useId();
  const format = formatOf(options, moves);
  return (
    <div className={styles.fields}>
      <ChoiceField
        label={words.format}
        names={moves ? (['gif', ...formats] as const) : formats}
        words={formatNames}
        value={format}
        onChange={(chosen) => onChange({ format: chosen === 'gif' ? null : chosen })}
      />
      {isLossy(format) && (
        <RangeField
          label={words.quality}
          least={0.3}
          most={1}
          step={0.01}
          value={options.quality}
          onChange={(quality) => onChange({ quality })}
        />
      )}
      <ChoiceField
        label={words.size}
        names={exportSizes}
        words={words.sizes}
        value={options.size}
        onChange={(size) => onChange({ size })}
      />
      {options.size === 'own' && (
        <div className={styles.own}>
          <label htmlFor={ownSizeId}>{words.ownSize}</label>
          <input
            id={ownSizeId}
            className={styles.number}
            type="number"
            inputMode="numeric"
            min={ownSizes.least}
            max={ownSizes.most}
            defaultValue={options.ownSize}
            onChange={({ target }) => {
              if (target.validity.valid && target.value !== '') onChange({ ownSize: target.valueAsNumber });
            }}
          />
        </div>
      )}
      <ChoiceField
        label={words.shape}
        names={exportShapes}
        words={words.shapes}
        value={options.shape}
        onChange={(shape) => onChange({ shape })}
      />
    </div>
  );
}
