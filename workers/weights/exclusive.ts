/**
 * Runs `work` while no other tab or worker of this site runs something under the same name; waits for them
 * otherwise. Without Web Locks, or where they are denied, it runs at once.
 * @throws what `work` throws; `signal.reason` on abort, also while waiting.
 */
export async function runExclusively<Value>(
  signal: AbortSignal,
  locks: Pick<LockManager, 'request'> | undefined,
  name: string,
  work: () => Promise<Value>,
): Promise<Value> {
  if (locks === undefined) return work();
  let entered = false;
  try {
    return await locks.request(name, { signal }, () => {
      entered = true;
      return work();
    });
  } catch (error) {
    if (entered) throw error;
    signal.throwIfAborted();
    return work();
  }
}
