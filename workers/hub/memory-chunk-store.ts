import type { ChunkKey, ChunkStore, StoredChunk } from './chunk-store.ts';

function nameOf({ file, index }: ChunkKey): string {
  return `${index} ${file}`;
}

/**
 * Keeps chunks as long as the program runs, for browsers that deny storage. Blobs are the browser's to keep: it moves
 * large ones out of the tab's memory.
 */
export function memoryChunkStore(): ChunkStore {
  const chunks = new Map<string, StoredChunk & { readonly content: Blob }>();
  return {
    read: async (key) => chunks.get(nameOf(key))?.content.arrayBuffer(),
    write: (key, bytes) => {
      const content = new Blob([bytes]);
      chunks.set(nameOf(key), { file: key.file, index: key.index, bytes: content.size, content });
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
