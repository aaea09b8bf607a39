/** What downloads and conversions that were not finished have left in storage. */
import type { StoredChunk } from '../hub/chunk-store.ts';
import type { Leftover } from '../protocol/convert-service.ts';
import { recordedShards } from '../weights/committed-models.ts';
import type { ShardKey } from '../weights/shard-store.ts';
import type { DownloadNote } from './download-notes.ts';
import { checkpointLock, workInProgress } from './exclusive-work.ts';
import type { ModelsPlatform } from './models-platform.ts';
import { sumOfBytes } from './stored-models.ts';

/** Ids of what belongs to no known download; no reference to a hub looks so. */
const strayShards = 'shards';
const strayChunks = 'chunks';

interface Found {
  readonly notes: readonly DownloadNote[];
  readonly chunks: readonly StoredChunk[];
  /** Of no note. */
  readonly strayChunks: readonly StoredChunk[];
  /** Of no model. */
  readonly strayShards: readonly ShardKey[];
}

async function find({ storage, checkpoints, downloads }: ModelsPlatform): Promise<Found> {
  const [notes, chunks, shards, records] = await Promise.all([
    downloads.list(),
    checkpoints.list(),
    storage.shards.list(),
    storage.records.list(),
  ]);
  const noted = new Set(notes.flatMap(({ storeKeys }) => storeKeys));
  const named = new Set(records.flatMap(recordedShards).map(({ sha256 }) => sha256));
  return {
    notes,
    chunks,
    strayChunks: chunks.filter(({ file }) => !noted.has(file)),
    strayShards: shards.filter(({ sha256 }) => !named.has(sha256)),
  };
}

/** @throws OfaError with a storage code. */
export async function listLeftovers(platform: ModelsPlatform): Promise<readonly Leftover[]> {
  const found = await find(platform);
  const working = await workInProgress(platform);
  const downloads = found.notes.map(({ reference, storeKeys, totalBytes, startedAt }) => {
    const bytes = sumOfBytes(found.chunks.filter(({ file }) => storeKeys.includes(file)));
    const active = working.includes(checkpointLock(reference));
    return { id: reference, reference, bytes, totalBytes, startedAt, active };
  });
  const stray = [
    { id: strayShards, bytes: sumOfBytes(found.strayShards) },
    { id: strayChunks, bytes: sumOfBytes(found.strayChunks) },
  ].filter(({ bytes }) => bytes > 0);
  const unknown = { reference: null, totalBytes: null, startedAt: null, active: working.length > 0 };
  return [...downloads, ...stray.map((part) => ({ ...part, ...unknown }))];
}

/** Deletes a leftover by its id, unless a tab is working on it. @throws OfaError with a storage code. */
export async function deleteLeftover(platform: ModelsPlatform, id: string): Promise<void> {
  const { storage, checkpoints, downloads } = platform;
  const leftover = (await listLeftovers(platform)).find((candidate) => candidate.id === id);
  if (leftover === undefined || leftover.active) return;
  const found = await find(platform);
  if (id === strayShards) for (const shard of found.strayShards) await storage.shards.delete(shard);
  else if (id === strayChunks) for (const chunk of found.strayChunks) await checkpoints.delete(chunk);
  else {
    const storeKeys = found.notes.find(({ reference }) => reference === id)?.storeKeys ?? [];
    for (const file of storeKeys) await checkpoints.deleteFile(file);
    await downloads.delete(id);
  }
}
