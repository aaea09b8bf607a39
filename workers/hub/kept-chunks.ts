import { OfaError } from '../protocol/errors.ts';
import { sha256Hex } from '../weights/sha256.ts';
import { chunkLength, type ChunkLayout } from './chunk-layout.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { HubFile } from './hub-repository.ts';

/** What is here of one file. All bytes of a chunk that are ever given out are the same. */
export interface KeptChunks {
  /** A chunk, or its beginning if it broke off. */
  find(index: number): Promise<ArrayBuffer | undefined>;
  /**
   * Keeps a whole chunk.
   * @throws OfaError `model-file-corrupt` if it is not what it was before, or not what the hub says; a storage code.
   */
  keep(index: number, bytes: ArrayBuffer): Promise<void>;
  /** Keeps the beginning of a chunk. */
  keepBeginning(index: number, bytes: ArrayBuffer): Promise<void>;
  /** Bytes of each chunk that are in the store. */
  stored(): Promise<ReadonlyMap<number, number>>;
  /** Drops everything. */
  forget(): Promise<void>;
}

/** Chunks that stay in memory: a converter reads many small tensors from one chunk. */
const chunksInMemory = 4;

/** Keeps the chunks of `file` in `store` under the name `key`. */
export function keptChunks(file: HubFile, layout: ChunkLayout, store: ChunkStore, key: string): KeptChunks {
  const digests = new Map<number, string>();
  const recent = new Map<number, ArrayBuffer>();
  // The only chunk of a small file is the file.
  if (layout.count === 1 && file.sha256 !== undefined) digests.set(0, file.sha256);

  const isTheSame = async (index: number, bytes: ArrayBuffer) => {
    const digest = await sha256Hex(bytes);
    const known = digests.get(index);
    if (known === undefined) digests.set(index, digest);
    return known === undefined || known === digest;
  };
  const remember = (index: number, bytes: ArrayBuffer) => {
    recent.delete(index);
    recent.set(index, bytes);
    const [oldest] = recent.keys();
    if (recent.size > chunksInMemory && oldest !== undefined) recent.delete(oldest);
  };
  return {
    async find(index) {
      const remembered = recent.get(index);
      if (remembered !== undefined) return remembered;
      const bytes = await store.read({ file: key, index });
      if (bytes === undefined || bytes.byteLength < chunkLength(layout, index)) return bytes;
      if (!(await isTheSame(index, bytes))) {
        await store.delete({ file: key, index });
        return undefined;
      }
      remember(index, bytes);
      return bytes;
    },
    async keep(index, bytes) {
      if (!(await isTheSame(index, bytes))) {
        const message = `Part ${index + 1} of ${layout.count} of ${file.path} has other bytes than it should have`;
        throw new OfaError('model-file-corrupt', message, { file: file.path });
      }
      await store.write({ file: key, index }, bytes);
      remember(index, bytes);
    },
    keepBeginning: (index, bytes) => store.write({ file: key, index }, bytes),
    async stored() {
      const chunks = await store.list();
      return new Map(chunks.filter((chunk) => chunk.file === key).map(({ index, bytes }) => [index, bytes]));
    },
    async forget() {
      digests.clear();
      recent.clear();
      await store.deleteFile(key);
    },
  };
}
