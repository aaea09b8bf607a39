import type { ShardKey, ShardStore } from './shard-store.ts';

/** Keeps shards until the worker ends: for browsers that deny storage or have no room. */
export function memoryShardStore(): ShardStore {
  const shards = new Map<string, { readonly key: ShardKey; readonly bytes: ArrayBuffer }>();
  return {
    read: ({ sha256, bytes }) => {
      const found = shards.get(sha256)?.bytes;
      return Promise.resolve(found?.byteLength === bytes ? found : undefined);
    },
    write: (key, bytes) => {
      shards.set(key.sha256, { key: { sha256: key.sha256, bytes: key.bytes }, bytes });
      return Promise.resolve();
    },
    delete: ({ sha256 }) => {
      shards.delete(sha256);
      return Promise.resolve();
    },
    list: () => Promise.resolve(Array.from(shards.values(), ({ key }) => key)),
  };
}
