/**
 * The values of `read(0)` to `read(count - 1)` in order, `ahead` of them being read at a time.
 * @throws what `read` throws, once all have ended; `signal.reason` on abort.
 */
export async function* readAhead<Value>(
  signal: AbortSignal,
  ahead: number,
  count: number,
  read: (signal: AbortSignal, index: number) => Promise<Value>,
): AsyncGenerator<Value> {
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const pending: Promise<Value>[] = [];
  try {
    for (let next = 0; next < count || pending.length > 0;) {
      while (next < count && pending.length < ahead) {
        const value = read(stop, next++);
        // Its turn to be awaited may come long after it has failed.
        value.catch(() => {});
        pending.push(value);
      }
      yield await pending[0];
      void pending.shift();
    }
  } finally {
    ended.abort(signal.reason);
    await Promise.allSettled(pending);
  }
}
