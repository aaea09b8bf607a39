import { OfaError } from '../protocol/errors.ts';
import { unlessRefused } from '../weights/unless-refused.ts';
import type { HubSourceFolder } from './hub-source-folder.ts';

/**
 * Does `work` with a folder while it is being downloaded; returns its value once every file has passed its hash. The
 * first failure of either ends the other, but for a damaged checkpoint: its hash tells whether the bytes came wrong. Where
 * they did, `work` is done again with those of the next site. A checkpoint that `work` cannot use is dropped: what came
 * may be wrong, and trying again must not meet the same bytes.
 * @throws what `work` or `folder.download` throws; `signal.reason` on abort.
 */
export async function whileDownloading<Value>(
  signal: AbortSignal,
  folder: HubSourceFolder,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  for (let site = 1; ; site++) {
    try {
      return await attempt(signal, folder, work);
    } catch (error) {
      const cameWrong = error instanceof OfaError && error.code === 'model-file-corrupt';
      if (!cameWrong || site >= folder.siteCount) throw error;
    }
  }
}

async function attempt<Value>(
  signal: AbortSignal,
  folder: HubSourceFolder,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const download = folder.download(stop);
  const working = work(stop).catch(async (error: unknown) => {
    if (isAbout(error, 'checkpoint-damaged')) await download;
    throw error;
  });
  try {
    const [value] = await Promise.all([working, download]);
    return value;
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled([working, download]);
    if (isAbout(error, 'checkpoint-')) await unlessRefused(folder.forget(), undefined);
    throw error;
  }
}

function isAbout(error: unknown, code: string): boolean {
  return error instanceof OfaError && error.code.startsWith(code);
}
