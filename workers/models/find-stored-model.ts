import type { AcquiredModel } from '../protocol/convert-service.ts';
import { recordedShards } from '../weights/committed-models.ts';
import type { ModelsPlatform } from './models-platform.ts';

/** The model that is stored as a whole under this address. @throws OfaError with a storage code. */
export async function findStoredModel(
  { storage: { records, shards } }: ModelsPlatform,
  folderUrl: string,
): Promise<AcquiredModel | undefined> {
  const record = (await records.list()).find((candidate) => candidate.folderUrl === folderUrl);
  if (record === undefined) return undefined;
  const kept = new Set((await shards.list()).map(({ sha256 }) => sha256));
  if (!recordedShards(record).every(({ sha256 }) => kept.has(sha256))) return undefined;
  return { folderUrl, manifest: record.manifest, variant: record.variant, stored: true };
}
