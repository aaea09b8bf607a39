import { checkRange, type ByteSource } from '../convert/source/byte-source.ts';
import { OfaError } from '../protocol/errors.ts';
import { forEachParallel } from '../weights/parallel.ts';
import { chunkLayout, chunkOffset, chunksWithin } from './chunk-layout.ts';
import { chunkSource, type ChunkSourceParts } from './chunk-source.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { HubFile } from './hub-repository.ts';
import { keptChunks } from './kept-chunks.ts';
import { readAhead } from './read-ahead.ts';
import { sharedWork } from './shared-work.ts';

/** What fetching the files of one repository takes. */
export interface RangedFileParts extends ChunkSourceParts {
  readonly store: ChunkStore;
  /** 8 to 16 MiB for real files. */
  readonly chunkBytes: number;
  /** Chunks that are fetched at a time. */
  readonly lanes: number;
}

/**
 * A file of a hub as random access to its bytes: chunks are fetched when they are asked for, kept in a store, and found
 * there again by whoever opens the file later, whichever host it comes from then.
 */
export interface RangedFile extends ByteSource {
  /** Names the file in the store. */
  readonly storeKey: string;
  /** Bytes that were in the store when the file was opened. */
  readonly storedBytes: number;
  /**
   * Bytes as they came: those of the file if `sha256` succeeds, before or after.
   * @throws OfaError `checkpoint-damaged` where the range leaves the file, `model-file-corrupt` for a chunk that came
   *   twice and differs, a download or a storage code; `signal.reason` on abort.
   */
  read(signal: AbortSignal, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Fetches every chunk that is not here, and hashes the file in its order while the next chunks arrive. `read` may be
   * used at the same time, and fetches nothing twice. What `read` gives out is what is hashed here: the digest of every
   * chunk is remembered from its first coming, and one that comes again with another is refused. Callers share the work.
   * @returns the file's SHA-256 in lower-case hex: the one that the hub states, if it does.
   * @throws OfaError `model-file-corrupt` for another hash, after dropping all chunks: another address is asked first then; else as `read`.
   */
  sha256(signal: AbortSignal): Promise<string>;
  /** Drops what is kept of the file; nothing may be reading it. */
  forget(): Promise<void>;
}

/**
 * Opens a file; asks the store what is there of it, and the network nothing.
 * @param identity names the content where the hub states no hash, e.g. by model, revision and path.
 * @param onLoaded is told how many bytes of the file are here.
 * @throws OfaError with a storage code.
 */
export async function openRangedFile(
  file: HubFile,
  identity: string,
  parts: RangedFileParts,
  onLoaded: (bytes: number) => void = () => {},
): Promise<RangedFile> {
  const { store, chunkBytes, lanes } = parts;
  const layout = chunkLayout(file.bytes, chunkBytes);
  const storeKey = `${file.sha256 ?? identity}/${file.bytes}/${chunkBytes}`;
  const chunks = keptChunks(file, layout, store, storeKey);
  const loaded = new Map(await chunks.stored());
  const storedBytes = Array.from(loaded.values()).reduce((total, bytes) => total + bytes, 0);
  let loadedBytes = storedBytes;
  let known: string | undefined;
  const shareHash = sharedWork<'hash', string>();

  const setLoaded = (index: number, bytes: number) => {
    loadedBytes += bytes - (loaded.get(index) ?? 0);
    loaded.set(index, bytes);
    onLoaded(loadedBytes);
  };
  const chunk = chunkSource(file.path, layout, chunks, parts, setLoaded);
  const forget = async () => {
    known = undefined;
    for (const index of loaded.keys()) setLoaded(index, 0);
    await chunks.forget();
  };
  const hashAll = async (signal: AbortSignal) => {
    const { createSHA256 } = await import('hash-wasm');
    const hash = (await createSHA256()).init();
    for await (const content of readAhead(signal, lanes, layout.count, chunk)) {
      hash.update(new Uint8Array(content));
    }
    return hash.digest();
  };
  const download = async (signal: AbortSignal) => {
    const sha256 = await hashAll(signal);
    if (file.sha256 !== undefined && sha256 !== file.sha256) {
      await forget();
      parts.addresses.leave();
      const message = `${file.path} has the right length but not the hash that its hub states`;
      throw new OfaError('model-file-corrupt', message, { file: file.path });
    }
    known = sha256;
    return sha256;
  };
  return {
    name: file.path,
    size: file.bytes,
    storeKey,
    storedBytes,
    async read(signal, offset, length) {
      signal.throwIfAborted();
      checkRange(file.path, file.bytes, offset, length);
      const bytes = new Uint8Array(length);
      await forEachParallel(signal, lanes, chunksWithin(layout, offset, length), async (lane, index) => {
        const content = new Uint8Array(await chunk(lane, index));
        const start = chunkOffset(layout, index) - offset;
        bytes.set(content.subarray(Math.max(0, -start), length - start), Math.max(0, start));
      });
      return bytes;
    },
    sha256: async (signal) => known ?? shareHash(signal, 'hash', download),
    forget,
  };
}
