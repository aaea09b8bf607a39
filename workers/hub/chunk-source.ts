import { OfaError } from '../protocol/errors.ts';
import type { Network, Patience } from '../weights/http.ts';
import { unlessRefused } from '../weights/unless-refused.ts';
import { chunkLength, chunkOffset, type ChunkLayout } from './chunk-layout.ts';
import { fetchChunk } from './fetch-chunk.ts';
import { fetchWhole } from './fetch-whole.ts';
import type { FileAddress } from './hub.ts';
import type { Places } from './in-turn.ts';
import type { KeptChunks } from './kept-chunks.ts';
import { PartialChunk } from './partial-chunk.ts';
import type { RemoteFile } from './remote-file.ts';
import { sharedWork } from './shared-work.ts';

export interface ChunkSourceParts {
  readonly network: Network;
  readonly patience: Patience;
  readonly addresses: Places<FileAddress>;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/**
 * Gives a chunk of one file, from what is kept or from the network. Callers who want the same chunk share one transfer.
 * @throws OfaError with a download or storage code, or `model-file-corrupt`; `signal.reason` on abort.
 */
export type ChunkSource = (signal: AbortSignal, index: number) => Promise<ArrayBuffer>;

/** However slow the line, no more than what arrives in this time is lost when the tab is closed. */
const keepEveryMs = 10_000;

/** `onReceived` is told how many bytes of a chunk are here. */
export function chunkSource(
  path: string,
  layout: ChunkLayout,
  chunks: KeptChunks,
  { network, patience, addresses, now }: ChunkSourceParts,
  onReceived: (index: number, bytes: number) => void,
): ChunkSource {
  // The gateways that serve small files know no ranges, and answer wrongly instead of saying so.
  const isSmall = layout.count === 1;
  const withoutRanges = new Set<FileAddress>();
  const shareChunk = sharedWork<number, ArrayBuffer>();
  const shareWhole = sharedWork<FileAddress, void>();

  const isWhole = (index: number, bytes: ArrayBuffer | undefined): bytes is ArrayBuffer =>
    bytes?.byteLength === chunkLength(layout, index);

  /** False if the server knows no ranges. */
  const fetchByRanges = async (
    signal: AbortSignal,
    remote: RemoteFile,
    index: number,
    partial: PartialChunk,
  ) => {
    let keptAt = now();
    const keepBeginning = () => unlessRefused(chunks.keepBeginning(index, partial.beginning()), undefined);
    try {
      const outcome = await fetchChunk(signal, remote, partial, chunkOffset(layout, index), async () => {
        if (partial.complete || now() - keptAt < keepEveryMs) return;
        keptAt = now();
        await keepBeginning();
      });
      return outcome === 'complete';
    } catch (error) {
      if (partial.received > 0) await keepBeginning();
      throw error;
    }
  };
  const fetchMissing = (signal: AbortSignal, index: number, beginning: ArrayBuffer | undefined) => {
    const partial = new PartialChunk(chunkLength(layout, index), beginning, (bytes) =>
      onReceived(index, bytes),
    );
    return addresses.inTurn(async (address) => {
      const remote = { network, patience, path, url: address(path) };
      if (!isSmall && !withoutRanges.has(address)) {
        if (await fetchByRanges(signal, remote, index, partial)) return keepWhole(index, partial);
        withoutRanges.add(address);
      }
      await shareWhole(signal, address, (shared) => fetchWhole(shared, remote, layout, chunks, onReceived));
      const found = await chunks.find(index);
      if (isWhole(index, found)) return found;
      const message = `${remote.url} is sent as a whole only, and there is no storage to keep it in`;
      throw new OfaError('download-failed', message, { url: remote.url });
    });
  };
  const keepWhole = async (index: number, partial: PartialChunk) => {
    const bytes = partial.whole();
    try {
      await chunks.keep(index, bytes);
      return bytes;
    } catch (error) {
      // The next address is asked for all of it.
      partial.rewind(0);
      throw error;
    }
  };
  return (signal, index) =>
    shareChunk(signal, index, async (shared) => {
      const found = await chunks.find(index);
      return isWhole(index, found) ? found : fetchMissing(shared, index, found);
    });
}
