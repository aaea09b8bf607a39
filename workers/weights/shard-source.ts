import type { Shard } from '../protocol/model-folder.ts';
import type { FetchShard } from './model-origin.ts';
import type { ModelStorage } from './platform.ts';
import { sha256Hex } from './sha256.ts';
import { unlessRefused } from './unless-refused.ts';

/** Where the shards of one model folder come from. Whatever it gives has passed its hash. */
export interface ShardSource {
  /** The shard from memory or storage, or undefined; a stored copy with a wrong hash is dropped. */
  find(shard: Shard): Promise<ArrayBuffer | undefined>;
  /**
   * Brings the shard and keeps it: in storage, or in memory where storage refuses.
   * @throws as `FetchShard`.
   */
  readonly download: FetchShard;
  /** From now on keeps in memory only. */
  stopStoring(): void;
}

/** Stored bytes are hashed once in the life of a source, not at every read. */
export function shardSource(
  fetchShard: FetchShard,
  { shards, memory }: Pick<ModelStorage, 'shards' | 'memory'>,
): ShardSource {
  const verified = new Set<string>();
  let storing = true;

  const findStored = async (shard: Shard) => {
    const bytes = await shards.read(shard);
    if (bytes === undefined || verified.has(shard.sha256)) return bytes;
    if ((await sha256Hex(bytes)) !== shard.sha256) {
      await shards.delete(shard);
      return undefined;
    }
    verified.add(shard.sha256);
    return bytes;
  };
  const store = async (shard: Shard, bytes: ArrayBuffer) => {
    if (!storing) return false;
    await shards.write(shard, bytes);
    return true;
  };
  return {
    async find(shard) {
      return (await memory.read(shard)) ?? unlessRefused(findStored(shard), undefined);
    },
    async download(signal, shard, onReceived) {
      const bytes = await fetchShard(signal, shard, onReceived);
      verified.add(shard.sha256);
      if (!(await unlessRefused(store(shard, bytes), false))) await memory.write(shard, bytes);
      return bytes;
    },
    stopStoring() {
      storing = false;
    },
  };
}
