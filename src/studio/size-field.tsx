import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useMessages } from '../i18n/use-messages.ts';
import { fontSizes } from '../meme/layer-layout.ts';
import styles from '../ui/fields.module.css';

interface SizeFieldProps {
  /** A fraction of the picture's shorter side. */
  readonly fontSize: number | 'auto';
  /** What it comes to on the picture. */
  readonly painted: number;
  readonly onChange: (fontSize: number | 'auto') => void;
}

/** Automatic size, or one chosen on a slider. */
export function SizeField({ fontSize, painted, onChange }: SizeFieldProps) {
  const { text } = useMessages();
  const isAutomatic = fontSize === 'auto';
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden>
        {text.size}
      </span>
      <Slider
        aria-label={text.size}
        className={styles.slider}
        minValue={fontSizes.smallest}
        maxValue={fontSizes.largest}
        step={0.005}
        formatOptions={{ style: 'percent', maximumFractionDigits: 1 }}
        value={isAutomatic ? painted : fontSize}
        onChange={(value) => onChange(value)}
      >
        <SliderTrack className={styles.track}>
          {({ state }) => (
            <>
              <div className={styles.fill} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
              <SliderThumb className={styles.thumb} />
            </>
          )}
        </SliderTrack>
      </Slider>
      <ToggleButton
        className={`${styles.choice} ${styles.alone}`}
        aria-label={text.automaticSize}
        isSelected={isAutomatic}
        onChange={(isSelected) => onChange(isSelected ? 'auto' : painted)}
      >
        {text.automatic}
      </ToggleButton>
    </div>
  );
}
