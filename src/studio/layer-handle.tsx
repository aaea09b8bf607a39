import { useId } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import type { Guide } from '../meme/snap.ts';
import { snap } from '../meme/snap.ts';
import type { LaidOutLayer } from '../meme/layer-layout.ts';
import { pressLayerKey } from './layer-keys.ts';
import styles from './layer-handle.module.css';
import type { StageGeometry } from './stage-geometry.ts';
import { useStudio } from './studio-context.ts';
import { useDrag } from './use-drag.ts';

interface LayerHandleProps {
  readonly laidOut: LaidOutLayer;
  readonly others: readonly LaidOutLayer[];
  readonly isSelected: boolean;
  readonly geometry: StageGeometry;
  readonly onGuides: (guides: readonly Guide[]) => void;
  readonly onEditText: () => void;
}

/** How near in CSS pixels an edge draws a moved text. */
const snapDistance = 7;

/** Lies over a text on the stage: a click holds the text, dragging or arrow keys move it, Enter edits it. */
export function LayerHandle(props: LayerHandleProps) {
  const { laidOut, others, isSelected, geometry, onGuides, onEditText } = props;
  const { text } = useMessages();
  const { edit } = useStudio();
  const helpId = useId();
  const { layer, frame, bounds } = laidOut;
  const isEmpty = laidOut.lines.length === 0;
  const drag = useDrag<LaidOutLayer>({
    start: () => {
      edit.select(layer.id);
      return laidOut;
    },
    move: (from, dx, dy, gesture, event) => {
      const { scale, picture } = geometry;
      const moved = { ...from.covers, x: from.covers.x + dx * scale, y: from.covers.y + dy * scale };
      const around = [{ x: 0, y: 0, ...picture }, ...others.map((other) => other.covers)];
      const rest = event.altKey ? { dx: 0, dy: 0, guides: [] } : snap(moved, around, snapDistance * scale);
      onGuides(rest.guides);
      edit.move(from, dx * scale + rest.dx, dy * scale + rest.dy, gesture);
    },
    end: () => onGuides([]),
  });
  return (
    <>
      <button
        type="button"
        className={styles.handle}
        aria-label={layer.text === '' ? text.move : `${text.move}：${layer.text}`}
        aria-describedby={helpId}
        data-held={isSelected}
        data-fixed={layer.place !== 'picture'}
        style={geometry.style(isEmpty ? frame : bounds, frame, layer.rotation)}
        {...drag}
        onFocus={() => edit.select(layer.id)}
        onDoubleClick={onEditText}
        onClick={(event) => {
          // Pressed by Enter or Space, not by a pointer; or there is nothing yet to move.
          if (event.detail === 0 || isEmpty) onEditText();
        }}
        onKeyDown={(event) => {
          if (pressLayerKey(edit, laidOut, geometry.picture, event)) event.preventDefault();
        }}
      >
        {isEmpty && <span className={styles.hint}>{text.empty}</span>}
      </button>
      <span id={helpId} hidden>
        {text.moveHelp}
      </span>
    </>
  );
}
