import { Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import styles from './fields.module.css';

interface RangeFieldProps {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** Shares are said in percent. */
  readonly unit?: 'share' | 'degree';
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const formats = {
  // The slider counts in steps: what is nought may be a little less, which is not to be said.
  share: { style: 'percent', maximumFractionDigits: 1, signDisplay: 'negative' },
  degree: { style: 'unit', unit: 'degree', unitDisplay: 'narrow', signDisplay: 'negative' },
} as const;

/** A labelled slider and what it stands at. */
export function RangeField({ label, least, most, step, unit = 'share', value, onChange }: RangeFieldProps) {
  return (
    <Slider
      aria-label={label}
      className={styles.field}
      minValue={least}
      maxValue={most}
      step={step}
      formatOptions={formats[unit]}
      value={value}
      onChange={(changed) => onChange(changed)}
    >
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <SliderTrack className={`${styles.track} ${styles.slider}`}>
        {({ state }) => (
          <>
            <div className={styles.fill} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className={styles.thumb} />
          </>
        )}
      </SliderTrack>
      <SliderOutput className={styles.output} />
    </Slider>
  );
}
