import { OfaError } from '../protocol/errors.ts';
import { unlessRefused } from '../weights/unless-refused.ts';
import type { HubSourceFolder } from './hub-source-folder.ts';

/**
 * Does `work` with a folder while it is being downloaded; returns its value once every file has passed its hash. The
 * first failure of either ends the other. A checkpoint that `work` cannot use is dropped: what came may be wrong, which
 * its hash would have told at the end, and trying again must not meet the same bytes.
 * @throws what `work` or `folder.download` throws; `signal.reason` on abort.
 */
export async function whileDownloading<Value>(
  signal: AbortSignal,
  folder: HubSourceFolder,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const both = [work(stop), folder.download(stop)] as const;
  try {
    const [value] = await Promise.all(both);
    return value;
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(both);
    if (isAboutCheckpoint(error)) await unlessRefused(folder.forget(), undefined);
    throw error;
  }
}

function isAboutCheckpoint(error: unknown): boolean {
  return error instanceof OfaError && error.code.startsWith('checkpoint-');
}
