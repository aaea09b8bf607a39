import { del, get, keys, set } from 'idb-keyval';
import { reopeningStore } from './reopening-store.ts';
import type { ShardKey, ShardStore } from './shard-store.ts';

/**
 * Keeps shards in IndexedDB, one ArrayBuffer a shard. The 16 MiB that a manifest allows a shard stay well
 * below the size at which Safari drops the connection (https://github.com/dexie/Dexie.js/issues/1638). The
 * length is part of the key, so that listing reads no bytes.
 */
export function indexedDbShardStore(databaseName = 'ofa-meme-shards'): ShardStore {
  const store = reopeningStore(databaseName, 'shards');
  return {
    async read(key) {
      const value = await get<unknown>(databaseKey(key), store);
      return value instanceof ArrayBuffer && value.byteLength === key.bytes ? value : undefined;
    },
    write: (key, bytes) => set(databaseKey(key), bytes, store),
    delete: (key) => del(databaseKey(key), store),
    async list() {
      const found = await keys<[sha256: string, bytes: number]>(store);
      return found.map(([sha256, bytes]) => ({ sha256, bytes }));
    },
  };
}

function databaseKey({ sha256, bytes }: ShardKey): IDBValidKey {
  return [sha256, bytes];
}
