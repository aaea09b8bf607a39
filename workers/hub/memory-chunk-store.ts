import type { ChunkKey, ChunkStore, StoredChunk } from './chunk-store.ts';

function nameOf({ file, index }: ChunkKey): string {
  return `${index} ${file}`;
}

/** Keeps chunks as long as the program runs: for files that fit into memory. */
export function memoryChunkStore(): ChunkStore {
  const chunks = new Map<string, StoredChunk & { readonly content: ArrayBuffer }>();
  return {
    read: (key) => Promise.resolve(chunks.get(nameOf(key))?.content),
    write: (key, content) => {
      chunks.set(nameOf(key), { file: key.file, index: key.index, bytes: content.byteLength, content });
      return Promise.resolve();
    },
    delete: (key) => {
      chunks.delete(nameOf(key));
      return Promise.resolve();
    },
    deleteFile: (file) => {
      for (const chunk of chunks.values()) if (chunk.file === file) chunks.delete(nameOf(chunk));
      return Promise.resolve();
    },
    list: () =>
      Promise.resolve(Array.from(chunks.values(), ({ file, index, bytes }) => ({ file, index, bytes }))),
  };
}
