/**
 * Runs `work` on every item, `lanes` at a time, in order. The first failure aborts the signal that the others
 * were given; it is thrown once all have ended.
 * @throws what `work` threw first; `signal.reason` on abort.
 */
export async function forEachParallel<Item>(
  signal: AbortSignal,
  lanes: number,
  items: readonly Item[],
  work: (signal: AbortSignal, item: Item) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  // One iterator that all lanes draw from.
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) {
      stop.throwIfAborted();
      await work(stop, item);
    }
  };
  const running = Array.from({ length: lanes }, lane);
  try {
    await Promise.all(running);
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(running);
    throw error;
  }
}
