import type { Shard } from '../protocol/model-folder.ts';

/** Names the bytes of a shard wherever they come from: another host or path does not load them again. */
export type ShardKey = Pick<Shard, 'sha256' | 'bytes'>;

/**
 * Where the bytes of shards are kept. A store neither hashes what it takes nor what it gives: its callers do.
 * Every method rejects with OfaError `storage-unavailable` where storage is denied or broken.
 */
export interface ShardStore {
  /** The bytes, which nobody may change; undefined if there are none of this hash and length. */
  read(key: ShardKey): Promise<ArrayBuffer | undefined>;
  /** Keeps `bytes`, which nobody may change afterwards; rejects with `storage-full` if there is no room. */
  write(key: ShardKey, bytes: ArrayBuffer): Promise<void>;
  /** No-op if the shard is not there. */
  delete(key: ShardKey): Promise<void>;
  /** What is there, without reading it. */
  list(): Promise<readonly ShardKey[]>;
}
