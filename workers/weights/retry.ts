import type { OfaError } from '../protocol/errors.ts';

/** Outcome of one try: a value, or the reason why there is none and whether another try may help. */
export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: OfaError; readonly again: boolean };

export interface RetryClock {
  /** Resolves after `milliseconds`; rejects with `signal.reason` on abort. */
  sleep(signal: AbortSignal, milliseconds: number): Promise<void>;
  /** In [0, 1), as `Math.random`. */
  random(): number;
}

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/**
 * Tries until an attempt succeeds, is hopeless, or was the last of `attempts`. The pauses double from half a
 * second to eight seconds; each is shortened by up to a half at random, so that many clients do not come back
 * at once.
 * @throws the last attempt's error; `signal.reason` on abort.
 */
export async function retry<Value>(
  signal: AbortSignal,
  clock: RetryClock,
  attempts: number,
  attempt: () => Promise<Attempt<Value>>,
): Promise<Value> {
  for (let count = 1; ; count++) {
    signal.throwIfAborted();
    const outcome = await attempt();
    if (outcome.ok) return outcome.value;
    if (!outcome.again || count >= attempts) throw outcome.error;
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (count - 1));
    await clock.sleep(signal, delay * (1 - clock.random() / 2));
  }
}
