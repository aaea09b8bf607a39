/** The models that are in this browser's storage. */
import type { StoredModel, StoredModelKey, VerificationEvent } from '../protocol/convert-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { Shard } from '../protocol/model-folder.ts';
import { deleteUnnamed, recordedShards } from '../weights/committed-models.ts';
import type { ModelRecord } from '../weights/model-records.ts';
import type { ModelStorage } from '../weights/platform.ts';
import { sha256Hex } from '../weights/sha256.ts';

type Kept = Pick<ModelStorage, 'records' | 'shards'>;

export function sumOfBytes(shards: readonly Pick<Shard, 'bytes'>[]): number {
  return shards.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Last used first. @throws OfaError with a storage code. */
export async function listStoredModels({ records }: Kept): Promise<readonly StoredModel[]> {
  return (await records.list()).map((record) => ({
    ...record,
    bytes: sumOfBytes(recordedShards(record)),
  }));
}

/** @throws OfaError `model-not-found`, or a storage code. */
export async function storedRecord(
  { records }: Kept,
  { folderUrl, variant }: StoredModelKey,
): Promise<ModelRecord> {
  const found = (await records.list()).find(
    (record) => record.folderUrl === folderUrl && record.variant === variant,
  );
  if (found !== undefined) return found;
  const message = `${folderUrl} is not in this browser's storage at ${variant}`;
  throw new OfaError('model-not-found', message, { url: folderUrl });
}

/** First the record goes, so that a model is never half there. @throws OfaError with a storage code. */
export async function deleteStoredModel(storage: Kept, key: StoredModelKey): Promise<void> {
  const record = await storedRecord(storage, key);
  await storage.records.delete(record);
  await deleteUnnamed(storage, recordedShards(record));
}

/**
 * Hashes every shard of a model anew and drops those that are damaged.
 * @returns the paths of shards that were damaged or missing.
 * @throws OfaError `model-not-found` if there is no such model, or a storage code; `signal.reason` on abort.
 */
export async function verifyStoredModel(
  signal: AbortSignal,
  storage: Kept,
  key: StoredModelKey,
  onEvent: (event: VerificationEvent) => void,
): Promise<readonly string[]> {
  const shards = recordedShards(await storedRecord(storage, key));
  const totalBytes = sumOfBytes(shards);
  const damaged: string[] = [];
  let doneBytes = 0;
  for (const shard of shards) {
    signal.throwIfAborted();
    const bytes = await storage.shards.read(shard);
    if (bytes === undefined || (await sha256Hex(bytes)) !== shard.sha256) {
      await storage.shards.delete(shard);
      damaged.push(shard.path);
    }
    doneBytes += shard.bytes;
    onEvent({ doneBytes, totalBytes });
  }
  return damaged;
}
