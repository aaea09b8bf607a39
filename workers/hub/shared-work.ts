/** Does `work` under `key`, or waits for what is being done under that key already. */
export type SharedWork<Key, Value> = (
  signal: AbortSignal,
  key: Key,
  work: (signal: AbortSignal) => Promise<Value>,
) => Promise<Value>;

interface Running<Value> {
  readonly result: Promise<Value>;
  readonly stop: AbortController;
  waiting: number;
}

/**
 * Lets several callers wait for one piece of work. Each may give up by its own signal; the work is aborted when the last
 * of them has, and that one waits until it has ended.
 */
export function sharedWork<Key, Value>(): SharedWork<Key, Value> {
  const running = new Map<Key, Running<Value>>();

  const start = (key: Key, work: (signal: AbortSignal) => Promise<Value>): Running<Value> => {
    const stop = new AbortController();
    const result = work(stop.signal).finally(() => running.delete(key));
    const started = { result, stop, waiting: 0 };
    running.set(key, started);
    return started;
  };
  return async (signal, key, work) => {
    signal.throwIfAborted();
    let shared = running.get(key);
    while (shared?.stop.signal.aborted === true) {
      await Promise.allSettled([shared.result]);
      signal.throwIfAborted();
      shared = running.get(key);
    }
    shared ??= start(key, work);
    shared.waiting++;
    try {
      return await unlessAborted(signal, shared.result);
    } finally {
      shared.waiting--;
      if (shared.waiting === 0) {
        shared.stop.abort();
        await Promise.allSettled([shared.result]);
      }
    }
  };
}

/** @throws `signal.reason` as soon as it is aborted. */
async function unlessAborted<Value>(signal: AbortSignal, result: Promise<Value>): Promise<Value> {
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    settled.abort();
  }
}
