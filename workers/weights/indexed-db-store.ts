import { del, get, keys, set } from 'idb-keyval';
import { OfaError } from '../protocol/errors.ts';
import { reopeningStore } from './reopening-store.ts';
import type { ShardKey, ShardStore } from './shard-store.ts';

/**
 * Keeps shards in IndexedDB, one Blob a shard: Chromium reads it two to three times as fast as an ArrayBuffer, which it
 * copies through its database. The 16 MiB that a manifest allows a shard stay well below the size at which Safari drops
 * the connection (https://github.com/dexie/Dexie.js/issues/1638). The length is part of the key, so that listing reads no
 * bytes.
 */
export function indexedDbShardStore(databaseName = 'ofa-meme-shards'): ShardStore {
  const store = reopeningStore(databaseName, 'shards');
  let takesBlobs = true;
  return {
    async read(key) {
      const bytes = await contentOf(await get<unknown>(databaseKey(key), store));
      return bytes?.byteLength === key.bytes ? bytes : undefined;
    },
    async write(key, bytes) {
      if (takesBlobs) {
        try {
          await set(databaseKey(key), new Blob([bytes]), store);
          return;
        } catch (error) {
          if (error instanceof OfaError && error.code === 'storage-full') throw error;
        }
      }
      await set(databaseKey(key), bytes, store);
      // Safari's private windows take no Blobs (https://bugs.webkit.org/show_bug.cgi?id=156347).
      takesBlobs = false;
    },
    delete: (key) => del(databaseKey(key), store),
    async list() {
      const found = await keys<[sha256: string, bytes: number]>(store);
      return found.map(([sha256, bytes]) => ({ sha256, bytes }));
    },
  };
}

/** The bytes of a stored value; undefined where the browser has lost the file that a Blob stands for. */
async function contentOf(value: unknown): Promise<ArrayBuffer | undefined> {
  if (value instanceof ArrayBuffer) return value;
  if (!(value instanceof Blob)) return undefined;
  return value.arrayBuffer().catch(() => undefined);
}

function databaseKey({ sha256, bytes }: ShardKey): IDBValidKey {
  return [sha256, bytes];
}
