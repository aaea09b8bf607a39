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

/** @throws OfaError `storage-full` if the browser says that there is no room for so many bytes more. */
export async function requireRoom({ storage }: ModelsPlatform, neededBytes: number): Promise<void> {
  const availableBytes = await storage.freeBytes();
  if (availableBytes === undefined || availableBytes >= neededBytes) return;
  const message = `${neededBytes} bytes are needed, and the browser has room for ${availableBytes}`;
  throw new OfaError('storage-full', message, { neededBytes, availableBytes });
}
