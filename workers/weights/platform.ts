import type { Network } from './http.ts';
import { indexedDbShardStore } from './indexed-db-store.ts';
import { memoryShardStore } from './memory-store.ts';
import { indexedDbModelRecords, type ModelRecordStore } from './model-records.ts';
import type { ShardStore } from './shard-store.ts';

/** Where models are kept. */
export interface ModelStorage {
  readonly shards: ShardStore;
  readonly records: ModelRecordStore;
  /** Holds what `shards` refuses. */
  readonly memory: ShardStore;
  /** Bytes that the browser still lets us keep; undefined where it does not say. */
  freeBytes(): Promise<number | undefined>;
}

interface Clock {
  /** Milliseconds that never go back. */
  now(): number;
  /** Milliseconds since 1970. */
  date(): number;
}

/** Everything that opening a model folder needs of the outside world. */
export interface WeightsPlatform {
  readonly network: Network;
  readonly storage: ModelStorage;
  readonly clock: Clock;
  /** Undefined where the browser has no Web Locks. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

/** The browser's own, for a page or a worker. Make one and keep it: it holds the memory store. */
export function browserPlatform(): WeightsPlatform {
  // Both are missing outside secure contexts, whatever the types say.
  const { locks, storage } = navigator as Partial<Pick<WorkerNavigator, 'locks' | 'storage'>>;
  return {
    network: {
      fetch: (url, init) => fetch(url, init),
      isOnline: () => navigator.onLine,
      origin: self.location.origin,
      sleep,
      random: () => Math.random(),
    },
    storage: {
      shards: indexedDbShardStore(),
      records: indexedDbModelRecords(),
      memory: memoryShardStore(),
      freeBytes: () => estimateFreeBytes(storage),
    },
    clock: { now: () => performance.now(), date: () => Date.now() },
    locks,
  };
}

async function estimateFreeBytes(storage: StorageManager | undefined): Promise<number | undefined> {
  try {
    const { quota, usage } = (await storage?.estimate()) ?? {};
    return quota === undefined || usage === undefined ? undefined : quota - usage;
  } catch {
    // Denied together with storage itself; writing will tell.
    return undefined;
  }
}

function sleep(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
