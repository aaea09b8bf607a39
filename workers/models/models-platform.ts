import type { ChunkStore } from '../hub/chunk-store.ts';
import { indexedDbChunkStore } from '../hub/indexed-db-chunk-store.ts';
import { browserPlatform, type WeightsPlatform } from '../weights/platform.ts';
import { indexedDbDownloadNotes, type DownloadNotes } from './download-notes.ts';

/** What the site keeps altogether, and may keep, in bytes. */
interface StorageUsage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** Everything that getting and keeping models needs of the outside world. */
export interface ModelsPlatform extends WeightsPlatform {
  /** Checkpoints that are arriving. */
  readonly checkpoints: ChunkStore;
  /** What they are. */
  readonly downloads: DownloadNotes;
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  /** Undefined where the browser does not say. */
  usage(): Promise<StorageUsage | undefined>;
}

/** The browser's own, for a worker. */
export function browserModelsPlatform(): ModelsPlatform {
  // Both are missing outside secure contexts, whatever the types say.
  const { locks, storage } = navigator as Partial<Pick<WorkerNavigator, 'locks' | 'storage'>>;
  return {
    ...browserPlatform(),
    checkpoints: indexedDbChunkStore(),
    downloads: indexedDbDownloadNotes(),
    locks,
    async usage() {
      try {
        const { usage, quota } = (await storage?.estimate()) ?? {};
        return usage === undefined || quota === undefined
          ? undefined
          : { usedBytes: usage, quotaBytes: quota };
      } catch {
        return undefined;
      }
    },
  };
}
