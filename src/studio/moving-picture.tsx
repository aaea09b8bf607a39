import { Pause, Play } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import type { ImageInput } from '../intake/image-input.ts';
import { Button } from '../ui/button.tsx';
import styles from './moving-picture.module.css';
import type { StageGeometry } from './stage-geometry.ts';

interface MovingPictureProps {
  readonly image: ImageInput;
  readonly geometry: StageGeometry;
}

/** An animation where the stage has its picture, played by the browser. */
export function MovingPicture({ image, geometry }: MovingPictureProps) {
  const { width, height, source } = image;
  const whole = { x: 0, y: 0, width, height };
  return <img className={styles.picture} src={source.src} alt="" style={geometry.style(whole, whole, 0)} />;
}

interface PlayButtonProps {
  /** The corner where no caption is by itself. */
  readonly corner: 'top' | 'bottom';
  readonly isPlaying: boolean;
  readonly onChange: (isPlaying: boolean) => void;
}

/** Stops an animation, and lets it go on, in a corner of the stage. */
export function PlayButton({ corner, isPlaying, onChange }: PlayButtonProps) {
  const { stage } = useMessages();
  return (
    <div className={`${styles.corner} ${styles[corner]}`}>
      <Button
        aria-label={isPlaying ? stage.pause : stage.play}
        icon={isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
        onPress={() => onChange(!isPlaying)}
      />
    </div>
  );
}
