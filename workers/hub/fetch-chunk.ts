import { OfaError } from '../protocol/errors.ts';
import { retry, type Attempt } from '../weights/retry.ts';
import { getBytes } from './get-bytes.ts';
import type { PartialChunk } from './partial-chunk.ts';
import type { RemoteFile } from './remote-file.ts';
import { addToBeginning, longestPage, wrongContent } from './wrong-content.ts';

/** An attempt that has brought so much was not in vain: the next one counts as the first again. */
const worthwhileBytes = 256 * 1024;

/** `no-ranges`: the server sends the whole file, whatever part of it is asked for. */
export type ChunkOutcome = 'complete' | 'no-ranges';

/**
 * Fetches what `chunk` lacks by closed single ranges, going on where the last one broke off. Each attempt begins at
 * the file's own URL, never at the signed address to which it redirects: that may have expired.
 * @param offset of the chunk in its file, which is longer than `longestPage`.
 * @throws OfaError `download-offline`, `download-blocked`, `download-not-found`, `download-failed`,
 *   `download-wrong-content`; what `onProgress` throws; `signal.reason` on abort. What has arrived stays in `chunk`.
 */
export async function fetchChunk(
  signal: AbortSignal,
  file: RemoteFile,
  chunk: PartialChunk,
  offset: number,
  onProgress: () => Promise<void>,
): Promise<ChunkOutcome> {
  while (!chunk.complete) {
    const outcome = await retry(signal, file.network, file.patience.attempts, () =>
      attemptRange(signal, file, chunk, offset, onProgress),
    );
    if (outcome === 'no-ranges') return outcome;
  }
  return 'complete';
}

async function attemptRange(
  signal: AbortSignal,
  file: RemoteFile,
  chunk: PartialChunk,
  offset: number,
  onProgress: () => Promise<void>,
): Promise<Attempt<'progress' | 'no-ranges'>> {
  const { network, url, patience } = file;
  const before = chunk.received;
  const expected = chunk.length - before;
  let received = 0;
  let other: Uint8Array | undefined;
  const transfer = await getBytes(signal, network, url, {
    range: { first: offset + before, last: offset + chunk.length - 1 },
    stallMs: patience.stallMs,
    async onBytes(bytes, status) {
      received += bytes.length;
      if (status !== 206) {
        other = addToBeginning(other ?? new Uint8Array(0), bytes);
        return received <= longestPage;
      }
      if (!chunk.append(bytes)) return false;
      await onProgress();
      return true;
    },
  });
  if (other !== undefined && received > longestPage) return { ok: true, value: 'no-ranges' };
  if (received > expected) {
    chunk.rewind(before);
    return wrongContent(file, expected, received, other ?? new Uint8Array(0));
  }
  if (chunk.complete || chunk.received - before >= worthwhileBytes) return { ok: true, value: 'progress' };
  if (!transfer.ok) return transfer;
  if (other !== undefined) return wrongContent(file, expected, received, other);
  const message = `${url} ended ${chunk.length - chunk.received} bytes too early`;
  return { ok: false, error: new OfaError('download-failed', message, { url }), again: true };
}
