import type { ModelEvent } from '../protocol/caption-service.ts';
import type { ModelManifest, ModelVariant, Shard } from '../protocol/model-folder.ts';
import { commitModel, covers } from './committed-models.ts';
import { downloadProgress, type DownloadProgress } from './download-progress.ts';
import { runExclusively } from './exclusive.ts';
import type { ModelRecord } from './model-records.ts';
import { forEachParallel } from './parallel.ts';
import type { ModelStorage, WeightsPlatform } from './platform.ts';
import { requiredShards } from '../protocol/model-files.ts';
import type { ShardSource } from './shard-source.ts';
import type { ShardKey, ShardStore } from './shard-store.ts';
import { unlessRefused } from './unless-refused.ts';

/** Browsers open six connections to a host; a few more than one hide the pauses between shards. */
const parallelDownloads = 4;

/** One variant of the model in a folder. */
export interface WantedModel {
  /** As in `ModelRecord`. */
  readonly folderUrl: string;
  readonly manifest: ModelManifest;
  readonly variant: ModelVariant;
}

/**
 * Sees to it that every shard of the variant is here, and that a record says so. Two tabs do not download
 * from the same folder at once: the second waits, then finds what the first has stored.
 * @returns whether the model is kept in this browser, rather than in memory only.
 * @throws as `FetchShard`.
 */
export async function makeReady(
  signal: AbortSignal,
  wanted: WantedModel,
  source: ShardSource,
  { storage, clock, locks }: WeightsPlatform,
  onEvent: (event: Extract<ModelEvent, { readonly phase: 'wait' | 'download' }>) => void,
): Promise<boolean> {
  const shards = requiredShards(wanted.manifest, wanted.variant);
  const progress = downloadProgress(sumOfBytes(shards), () => clock.now(), onEvent);
  await forgetOthers(storage.memory, shards);

  const findCommitted = async () => {
    const record = await unlessRefused(committedRecord(storage, wanted, shards), undefined);
    if (record === undefined) return false;
    for (const shard of shards) progress.foundStored(shard);
    const used = { ...record, manifest: wanted.manifest, lastUsedAt: clock.date() };
    await unlessRefused(storage.records.write(used), undefined);
    return true;
  };
  const gatherAndCommit = async () => {
    await gather(signal, shards, source, storage, progress);
    signal.throwIfAborted();
    return unlessRefused(commit(storage, wanted, shards, clock.date()), false);
  };

  let stored = await findCommitted();
  if (!stored) {
    progress.report();
    stored = await runExclusively(
      signal,
      locks,
      `ofa-meme download ${wanted.folderUrl}`,
      () => onEvent({ phase: 'wait' }),
      async () => (await findCommitted()) || gatherAndCommit(),
    );
  }
  progress.report();
  return stored;
}

/** Checks the shards that an earlier, unfinished download has stored, and downloads the others. */
async function gather(
  signal: AbortSignal,
  shards: readonly Shard[],
  source: ShardSource,
  storage: ModelStorage,
  progress: DownloadProgress,
): Promise<void> {
  const missing: Shard[] = [];
  for (const shard of shards) {
    signal.throwIfAborted();
    if ((await source.find(shard)) === undefined) missing.push(shard);
    else progress.foundStored(shard);
  }
  const free = await storage.freeBytes();
  if (free !== undefined && free < sumOfBytes(missing)) source.stopStoring();
  await forEachParallel(signal, parallelDownloads, missing, async (signal, shard) => {
    await source.download(signal, shard, (bytes) => progress.received(shard, bytes));
  });
}

/** The record of the wanted model, if the shards that it names are in storage still. */
async function committedRecord(
  { records, shards: store }: ModelStorage,
  wanted: WantedModel,
  shards: readonly Shard[],
): Promise<ModelRecord | undefined> {
  const record = (await records.list()).find(
    (record) => record.folderUrl === wanted.folderUrl && covers(record, wanted.manifest, wanted.variant.name),
  );
  return record !== undefined && includesAll(await store.list(), shards) ? record : undefined;
}

/** @returns false, and commits nothing, if storage lacks a shard: then memory has it. */
async function commit(
  storage: ModelStorage,
  { folderUrl, manifest, variant }: WantedModel,
  shards: readonly Shard[],
  date: number,
): Promise<boolean> {
  if (!includesAll(await storage.shards.list(), shards)) return false;
  const record = { folderUrl, manifest, variant: variant.name, committedAt: date, lastUsedAt: date };
  await commitModel(storage, record);
  return true;
}

/** Memory holds the shards of one model only, the one opened last. */
async function forgetOthers(memory: ShardStore, shards: readonly Shard[]): Promise<void> {
  const wanted = new Set(shards.map(({ sha256 }) => sha256));
  for (const held of await memory.list()) if (!wanted.has(held.sha256)) await memory.delete(held);
}

function includesAll(stored: readonly ShardKey[], shards: readonly Shard[]): boolean {
  const hashes = new Set(stored.map(({ sha256 }) => sha256));
  return shards.every(({ sha256 }) => hashes.has(sha256));
}

function sumOfBytes(shards: readonly ShardKey[]): number {
  return shards.reduce((sum, { bytes }) => sum + bytes, 0);
}
