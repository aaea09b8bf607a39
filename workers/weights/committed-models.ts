import type { ModelManifest, Shard } from '../protocol/model-folder.ts';
import type { ModelRecord } from './model-records.ts';
import type { ModelStorage } from './platform.ts';
import { requiredShards } from '../protocol/model-files.ts';
import type { ShardKey } from './shard-store.ts';

/** True if `record` states that the very shards of `manifest`'s variant of this name are here. */
export function covers(record: ModelRecord, manifest: ModelManifest, variantName: string): boolean {
  if (record.variant !== variantName) return false;
  const recorded = new Set(shardsOf(record.manifest, variantName).map((shard) => shard.sha256));
  const wanted = shardsOf(manifest, variantName);
  return wanted.length > 0 && wanted.every((shard) => recorded.has(shard.sha256));
}

/**
 * Writes the record, then removes what it makes useless: the records that an earlier manifest of the same
 * folder left behind, and the shards that no record names any more.
 * @throws OfaError with a storage code.
 */
export async function commitModel(
  { records, shards }: Pick<ModelStorage, 'records' | 'shards'>,
  record: ModelRecord,
): Promise<void> {
  const before = await records.list();
  await records.write(record);
  const outdated = before.filter(
    (old) => old.folderUrl === record.folderUrl && !covers(old, record.manifest, old.variant),
  );
  for (const old of outdated) if (old.variant !== record.variant) await records.delete(old);
  await deleteUnnamed(
    { records, shards },
    outdated.flatMap((old) => recordedShards(old)),
  );
}

/** The shards that a record says are here. */
export function recordedShards({
  manifest,
  variant,
}: Pick<ModelRecord, 'manifest' | 'variant'>): readonly Shard[] {
  return shardsOf(manifest, variant);
}

/** Deletes those of the shards that no record names. @throws OfaError with a storage code. */
export async function deleteUnnamed(
  { records, shards }: Pick<ModelStorage, 'records' | 'shards'>,
  candidates: readonly ShardKey[],
): Promise<void> {
  const named = new Set(
    (await records.list()).flatMap((kept) => recordedShards(kept)).map(({ sha256 }) => sha256),
  );
  for (const shard of candidates) if (!named.has(shard.sha256)) await shards.delete(shard);
}

function shardsOf(manifest: ModelManifest, variantName: string): readonly Shard[] {
  const variant = manifest.variants.find(({ name }) => name === variantName);
  return variant === undefined ? [] : requiredShards(manifest, variant);
}
