import type { CSSProperties } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { captionLayer, type Picture } from './picture.ts';
import styles from './stage.module.css';
import { TextHandle } from './text-handle.tsx';
import type { StageView } from './use-stage.ts';

interface StageProps {
  readonly picture: Picture;
  readonly view: StageView;
  /** The person wants to write the text that the handle holds. */
  readonly onEditText: () => void;
}

/** The picture with its text, as it will be exported, and a handle to move the text. */
export function Stage({ picture, view, onEditText }: StageProps) {
  const { stage } = useMessages();
  const { image, history } = picture;
  const { canvas, meme, size, caption } = view;
  // A live caption passes by; only the document's own text can be moved.
  const isMovable = meme === history.present && caption !== null && caption.lines.length > 0;
  return (
    <figure
      className={styles.stage}
      aria-label={stage.preview(captionLayer(meme).text)}
      style={{ '--ratio': image.width / image.height } as CSSProperties}
    >
      <canvas ref={canvas} className={styles.canvas} />
      {isMovable && size !== null && (
        <TextHandle laidOut={caption} picture={image} cssWidth={size.cssWidth} onEditText={onEditText} />
      )}
    </figure>
  );
}
