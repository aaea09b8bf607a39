import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import type { Size } from '../meme/document.ts';
import type { LaidOutLayer } from '../meme/layer-layout.ts';
import { useStudio } from './studio-context.ts';
import styles from './text-handle.module.css';

interface TextHandleProps {
  readonly laidOut: LaidOutLayer;
  readonly picture: Size;
  /** Width of the stage on the screen. */
  readonly cssWidth: number;
  readonly onEditText: () => void;
}

interface Drag {
  readonly from: LaidOutLayer;
  readonly x: number;
  readonly y: number;
  readonly gesture: string;
}

/** A key press moves the text by this share of the picture's width, and by more with Shift. */
const keySteps = { small: 0.01, large: 0.05 } as const;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const share = (length: number, whole: number): string => `${(length / whole) * 100}%`;

let drags = 0;

/** Lies over the text on the stage: dragged or pushed with arrow keys it moves the text, Enter edits it. */
export function TextHandle({ laidOut, picture, cssWidth, onEditText }: TextHandleProps) {
  const { text } = useMessages();
  const { edit } = useStudio();
  const helpId = useId();
  const drag = useRef<Drag | null>(null);

  const startDrag = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drags += 1;
    drag.current = { from: laidOut, x: event.clientX, y: event.clientY, gesture: `drag-${drags}` };
  };
  const continueDrag = (event: PointerEvent): void => {
    if (drag.current === null) return;
    const scale = picture.width / cssWidth;
    const { from, x, y, gesture } = drag.current;
    edit.move(from, (event.clientX - x) * scale, (event.clientY - y) * scale, gesture);
  };
  const endDrag = (): void => {
    drag.current = null;
  };
  const moveByKey = (event: KeyboardEvent): void => {
    const direction = directions[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const step = picture.width * (event.shiftKey ? keySteps.large : keySteps.small);
    edit.move(laidOut, direction[0] * step, direction[1] * step, 'keys');
  };

  const { bounds } = laidOut;
  return (
    <>
      <button
        type="button"
        className={styles.handle}
        aria-label={text.move}
        aria-describedby={helpId}
        style={{
          left: share(bounds.x, picture.width),
          top: share(bounds.y, picture.height),
          width: share(bounds.width, picture.width),
          height: share(bounds.height, picture.height),
        }}
        onPointerDown={startDrag}
        onPointerMove={continueDrag}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
        onDoubleClick={onEditText}
        onClick={(event) => {
          // Pressed by Enter or Space, not by a pointer.
          if (event.detail === 0) onEditText();
        }}
        onKeyDown={moveByKey}
      />
      <span id={helpId} hidden>
        {text.moveHelp}
      </span>
    </>
  );
}
