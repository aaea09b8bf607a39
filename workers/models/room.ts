import { OfaError } from '../protocol/errors.ts';
import { unlessRefused } from '../weights/unless-refused.ts';
import type { ModelsPlatform } from './models-platform.ts';

/** True unless the browser denies storage. */
export async function storageWorks({ storage, checkpoints }: ModelsPlatform): Promise<boolean> {
  const asked = Promise.all([storage.records.list(), storage.shards.list(), checkpoints.list()]);
  return unlessRefused(
    asked.then(() => true),
    false,
  );
}

/**
 * Does `work`; where room runs out on the way, says how much more it would have taken. What a browser says beforehand
 * is not always true: Chromium claims to have gigabytes whatever there is.
 * @throws what `work` throws; for OfaError `storage-full` another one with `neededBytes`.
 */
export async function tellingNeed<Value>(
  neededBytes: () => number,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const isBare =
      error instanceof OfaError && error.code === 'storage-full' && !('neededBytes' in error.details);
    if (!isBare) throw error;
    throw new OfaError('storage-full', error.message, { neededBytes: neededBytes() }, error);
  }
}

/** @throws OfaError `storage-full` if the browser says that there is no room for so many bytes more. */
export async function requireRoom({ storage }: ModelsPlatform, neededBytes: number): Promise<void> {
  const availableBytes = await storage.freeBytes();
  if (availableBytes === undefined || availableBytes >= neededBytes) return;
  const message = `${neededBytes} bytes are needed, and the browser has room for ${availableBytes}`;
  throw new OfaError('storage-full', message, { neededBytes, availableBytes });
}
