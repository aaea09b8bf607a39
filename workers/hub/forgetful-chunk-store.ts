import type { ChunkStore } from './chunk-store.ts';

/**
 * Keeps nothing, for browsers that deny storage: a chunk is downloaded each time it is asked for, and nothing is left
 * to go on from later. What comes the second time is still compared with what came the first.
 */
export const forgetfulChunkStore: ChunkStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  deleteFile: () => Promise.resolve(),
  list: () => Promise.resolve([]),
};
