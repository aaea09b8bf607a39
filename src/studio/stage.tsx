import { type CSSProperties, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { findLayer } from '../meme/document.ts';
import type { Guide } from '../meme/snap.ts';
import { LayerHandle } from './layer-handle.tsx';
import { MovingPicture, PlayButton } from './moving-picture.tsx';
import { type Picture, wordsOf } from './picture.ts';
import { SelectionFrame } from './selection-frame.tsx';
import { createGeometry } from './stage-geometry.ts';
import styles from './stage.module.css';
import { useStudio } from './studio-context.ts';
import type { StageView } from './use-stage.ts';

interface StageProps {
  readonly picture: Picture;
  readonly view: StageView;
  /** The person wants to write the text that is held. */
  readonly onEditText: () => void;
}

/** The picture with its texts, as it will be exported, and handles to hold, move, resize and turn them. */
export function Stage({ picture, view, onEditText }: StageProps) {
  const { stage } = useMessages();
  const { edit } = useStudio();
  const [guides, setGuides] = useState<readonly Guide[]>([]);
  const { image, history, selectedLayerId } = picture;
  const { canvas, meme, size, laidOut, isPlaying } = view;
  const area = laidOut?.area ?? { x: 0, y: 0, width: image.width, height: image.height };
  const geometry = createGeometry(image, area, size?.cssWidth ?? 0);
  // A live caption passes by; only the document's own texts can be held. Where nothing is written yet, the caption's
  // place is shown only once it is held.
  const held = (laidOut?.layers ?? []).filter(
    ({ layer, lines }) =>
      findLayer(history.present, layer.id) === layer &&
      (lines.length > 0 || layer.id === selectedLayerId || history.present.layers.length > 1),
  );
  const selected = held.find(({ layer }) => layer.id === selectedLayerId && layer.place === 'picture');
  return (
    <figure
      className={styles.stage}
      aria-label={stage.preview(wordsOf(meme))}
      style={{ '--ratio': area.width / area.height } as CSSProperties}
    >
      {isPlaying && <MovingPicture image={image} geometry={geometry} />}
      <canvas
        ref={canvas}
        className={`${styles.canvas} ${isPlaying ? styles.over : ''}`}
        onPointerDown={() => edit.select(null)}
      />
      {size !== null &&
        held.map((layer) => (
          <LayerHandle
            key={layer.layer.id}
            laidOut={layer}
            others={held.filter((other) => other !== layer)}
            isSelected={layer.layer.id === selectedLayerId}
            geometry={geometry}
            onGuides={setGuides}
            onEditText={onEditText}
          />
        ))}
      {guides.map(({ axis, at }) => (
        <div
          key={`${axis} ${at}`}
          className={axis === 'x' ? styles.upright : styles.level}
          style={axis === 'x' ? { left: geometry.at('x', at) } : { top: geometry.at('y', at) }}
        />
      ))}
      {selected !== undefined && <SelectionFrame laidOut={selected} geometry={geometry} />}
      {image.moves && (
        <PlayButton
          corner={image.calmPlace === 'top' ? 'bottom' : 'top'}
          isPlaying={isPlaying}
          onChange={view.setPlaying}
        />
      )}
    </figure>
  );
}
