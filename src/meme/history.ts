/** States that can be gone back to. Plain data; every function returns a new history. */
export interface History<T> {
  /** Oldest first. */
  readonly past: readonly T[];
  readonly present: T;
  /** Next first. */
  readonly future: readonly T[];
  /** What the last change was part of, e.g. one drag; changes with the same mark are undone together. */
  readonly gesture: string | null;
}

/** States that are kept at most. */
const depth = 100;

/** A history that begins here. */
export function createHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], gesture: null };
}

/**
 * Goes on to a new state; what had been undone is forgotten. Changes in a row that carry the same `gesture` are one
 * step: a drag or a run of typing is undone at once.
 */
export function record<T>(history: History<T>, present: T, gesture: string | null = null): History<T> {
  if (Object.is(present, history.present)) return history;
  const continues = gesture !== null && gesture === history.gesture;
  const past = continues ? history.past : [...history.past, history.present].slice(-depth);
  return { past, present, future: [], gesture };
}

/** One step back; the same history where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    gesture: null,
  };
}

/** One step forward again; the same history where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const next = history.future.at(0);
  if (next === undefined) return history;
  return {
    past: [...history.past, history.present],
    present: next,
    future: history.future.slice(1),
    gesture: null,
  };
}
