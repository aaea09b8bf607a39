import { promisifyRequest } from 'idb-keyval';
import { reopeningStore } from '../weights/reopening-store.ts';
import type { ChunkKey, ChunkStore } from './chunk-store.ts';

type DatabaseKey = readonly [file: string, index: number, bytes: number];

/** Keeps chunks in IndexedDB, one ArrayBuffer a chunk. The length is part of the key: listing reads no bytes. */
export function indexedDbChunkStore(databaseName = 'ofa-meme-checkpoints'): ChunkStore {
  const store = reopeningStore(databaseName, 'chunks');
  return {
    async read(key) {
      const [value] = await store('readonly', (chunks) =>
        promisifyRequest<unknown[]>(chunks.getAll(startingWith(key))),
      );
      return value instanceof ArrayBuffer ? value : undefined;
    },
    write: ({ file, index }, bytes) =>
      store('readwrite', (chunks) => {
        chunks.delete(startingWith({ file, index }));
        chunks.put(bytes, [file, index, bytes.byteLength] satisfies DatabaseKey);
        return promisifyRequest(chunks.transaction);
      }),
    delete: (key) => deleteRange(startingWith(key)),
    deleteFile: (file) => deleteRange(IDBKeyRange.bound([file], [file, []])),
    async list() {
      const keys = await store('readonly', (chunks) => promisifyRequest(chunks.getAllKeys()));
      return (keys as unknown as readonly DatabaseKey[]).map(([file, index, bytes]) => ({
        file,
        index,
        bytes,
      }));
    },
  };

  function deleteRange(range: IDBKeyRange): Promise<void> {
    return store('readwrite', (chunks) => {
      chunks.delete(range);
      return promisifyRequest(chunks.transaction);
    });
  }
}

/** The keys of a chunk whatever its length: an array comes after every number. */
function startingWith({ file, index }: ChunkKey): IDBKeyRange {
  return IDBKeyRange.bound([file, index], [file, index, []]);
}
