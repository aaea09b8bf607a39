import { type PointerEvent, useRef } from 'react';

interface Drag<T> {
  readonly from: T;
  readonly x: number;
  readonly y: number;
  readonly gesture: string;
}

interface DragOptions<T> {
  /** What the drag starts from; null refuses it. */
  readonly start: () => T | null;
  /** Called with the way from the start in CSS pixels. */
  readonly move: (from: T, dx: number, dy: number, gesture: string, event: PointerEvent) => void;
  readonly end?: () => void;
}

interface DragHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

let drags = 0;

/** Dragging an element with mouse, finger or pen. Each drag has a name of its own, so that it is undone at once. */
export function useDrag<T>({ start, move, end }: DragOptions<T>): DragHandlers {
  const drag = useRef<Drag<T> | null>(null);
  const stop = (): void => {
    drag.current = null;
    end?.();
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || drag.current !== null) return;
      const from = start();
      if (from === null) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      drags += 1;
      drag.current = { from, x: event.clientX, y: event.clientY, gesture: `drag-${drags}` };
    },
    onPointerMove: (event) => {
      if (drag.current === null) return;
      const { from, x, y, gesture } = drag.current;
      if (event.clientX === x && event.clientY === y) return;
      move(from, event.clientX - x, event.clientY - y, gesture, event);
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}
