/** Locks that are taken from whoever holds them: a worker that was ended while its thread was stuck still does. */
export function stolen(
  locks: Pick<LockManager, 'request'> | undefined,
): Pick<LockManager, 'request'> | undefined {
  if (locks === undefined) return undefined;
  const request = (name: string, _options: LockOptions, work: LockGrantedCallback<unknown>) =>
    locks.request(name, { steal: true }, work);
  return { request: request as LockManager['request'] };
}

/**
 * Runs `work` while no other tab or worker of this site runs something under the same name; waits for them
 * otherwise, and calls `onWait` before. Without Web Locks, or where they are denied, it runs at once.
 * @throws what `work` throws; `signal.reason` on abort, also while waiting.
 */
export async function runExclusively<Value>(
  signal: AbortSignal,
  locks: Pick<LockManager, 'request'> | undefined,
  name: string,
  onWait: () => void,
  work: () => Promise<Value>,
): Promise<Value> {
  signal.throwIfAborted();
  if (locks === undefined) return work();
  let working: Promise<Value> | undefined;
  const enter = () => {
    working = work();
    return working;
  };
  try {
    // With `ifAvailable` a request takes no signal; it has no need of one.
    const done = await locks.request(name, { ifAvailable: true }, async (lock) =>
      lock === null ? null : { value: await enter() },
    );
    if (done !== null) return done.value;
    onWait();
    return await locks.request(name, { signal }, enter);
  } catch {
    // Also where the lock was taken away meanwhile: what was begun goes on.
    if (working !== undefined) return working;
    signal.throwIfAborted();
    return work();
  }
}
