import type { CaptionEvent, ModelEvent } from '../../workers/protocol/caption-service.ts';

export type Phase = ModelEvent['phase'] | CaptionEvent['phase'];

/**
 * The longest silence after an event of a phase, in seconds; `start` before there was any. `ping`: while the worker's
 * thread has nothing to do but wait.
 */
export type Patience = Readonly<Record<Phase | 'start' | 'ping', number>>;

/** In these the worker's thread waits for others, and is free to answer. */
export const waitingPhases: ReadonlySet<Phase> = new Set(['manifest', 'wait', 'download', 'engine']);

/**
 * Far more than the slowest device needs that still gets anywhere. Downloads have limits of their own, five attempts of
 * thirty seconds, and another tab's may take as long as it likes; building and encoding a large model keeps the worker's
 * thread busy without a word.
 */
export const patience: Patience = {
  start: 120,
  ping: 20,
  manifest: 300,
  wait: Infinity,
  download: 300,
  engine: 300,
  build: 600,
  'warm-up': 900,
  preprocess: 120,
  encode: 900,
  decode: 300,
};
