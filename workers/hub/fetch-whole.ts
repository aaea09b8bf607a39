import { OfaError } from '../protocol/errors.ts';
import { retry, type Attempt } from '../weights/retry.ts';
import { chunkLength, type ChunkLayout } from './chunk-layout.ts';
import { getBytes } from './get-bytes.ts';
import type { KeptChunks } from './kept-chunks.ts';
import { PartialChunk } from './partial-chunk.ts';
import type { RemoteFile } from './remote-file.ts';
import { addToBeginning, longestPage, wrongContent } from './wrong-content.ts';

/**
 * Fetches a file from its first byte to its last and keeps the chunks that are not in the store yet: small files, which
 * hubs serve by servers that know no ranges, and large ones where a server or a proxy knows none. An attempt that
 * breaks off starts over.
 *
 * `onReceived` is told how many bytes of a chunk are here.
 * @throws OfaError `download-offline`, `download-blocked`, `download-not-found`, `download-failed`,
 *   `download-wrong-content`, `model-file-corrupt`, or a storage code; `signal.reason` on abort.
 */
export function fetchWhole(
  signal: AbortSignal,
  file: RemoteFile,
  layout: ChunkLayout,
  chunks: KeptChunks,
  onReceived: (index: number, bytes: number) => void,
): Promise<void> {
  return retry(signal, file.network, file.patience.attempts, async () => {
    const stored = await chunks.stored();
    const isStored = (index: number) => stored.get(index) === chunkLength(layout, index);
    const assembly = chunkAssembly(layout, chunks, isStored, onReceived);
    try {
      const outcome = await attemptWhole(signal, file, layout.fileBytes, assembly);
      if (!outcome.ok) assembly.abandon();
      return outcome;
    } catch (error) {
      assembly.abandon();
      if (!(error instanceof OfaError && error.code === 'model-file-corrupt')) throw error;
      return { ok: false, error, again: true };
    }
  });
}

async function attemptWhole(
  signal: AbortSignal,
  file: RemoteFile,
  fileBytes: number,
  assembly: ChunkAssembly,
): Promise<Attempt<void>> {
  const { network, url, patience } = file;
  let received = 0;
  let beginning = new Uint8Array(0) as Uint8Array;
  const transfer = await getBytes(signal, network, url, {
    stallMs: patience.stallMs,
    async onBytes(bytes) {
      received += bytes.length;
      beginning = addToBeginning(beginning, bytes);
      if (received <= fileBytes) await assembly.add(bytes);
      return received <= Math.max(fileBytes, longestPage);
    },
  });
  if (!transfer.ok) return transfer;
  if (received !== fileBytes) return wrongContent(file, fileBytes, received, beginning);
  await assembly.finish();
  return transfer;
}

interface ChunkAssembly {
  /** Takes the next bytes of the file; keeps every chunk that they complete, but the last. */
  add(bytes: Uint8Array): Promise<void>;
  /** Keeps the last chunk: only now is the file known to have the right length. */
  finish(): Promise<void>;
  /** Takes back what was reported of the chunk that is not complete. */
  abandon(): void;
}

function chunkAssembly(
  layout: ChunkLayout,
  chunks: KeptChunks,
  isStored: (index: number) => boolean,
  onReceived: (index: number, bytes: number) => void,
): ChunkAssembly {
  const report = (index: number, bytes: number) => {
    if (!isStored(index)) onReceived(index, bytes);
  };
  const start = (index: number) =>
    new PartialChunk(chunkLength(layout, index), undefined, (bytes) => report(index, bytes));
  const keep = async (index: number, chunk: PartialChunk) => {
    if (!isStored(index)) await chunks.keep(index, chunk.whole());
  };
  let index = 0;
  let chunk = start(0);
  return {
    async add(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (chunk.complete) {
          await keep(index, chunk);
          chunk = start(++index);
        }
        const taken = bytes.subarray(at, at + chunk.length - chunk.received);
        chunk.append(taken);
        at += taken.length;
      }
    },
    finish: () => keep(index, chunk),
    abandon: () => report(index, 0),
  };
}
