import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { smallModel, type SmallModel } from '../testing/small-model.ts';
import { testStorage } from '../testing/weights-platform.ts';
import { commitModel, covers } from './committed-models.ts';
import type { ModelRecord } from './model-records.ts';
import type { ModelStorage } from './platform.ts';

let first: SmallModel;
let second: SmallModel;
let storage: ModelStorage;

beforeAll(async () => {
  first = await smallModel(1);
  second = await smallModel(2);
});
beforeEach(() => {
  storage = testStorage();
});

function recordOf({ manifest }: SmallModel, variant: string, folderUrl = 'https://a.example/'): ModelRecord {
  return { folderUrl, manifest, variant, committedAt: 1, lastUsedAt: 1 };
}

/** Stores every shard of both variants. */
async function store({ manifest, shards }: SmallModel): Promise<void> {
  for (const shard of allShards(manifest)) {
    await storage.shards.write(shard, shards.get(shard.path)?.buffer ?? new ArrayBuffer(0));
  }
}

function allShards(manifest: ModelManifest) {
  const graphs = manifest.variants.flatMap(({ encoder, decoder }) => [encoder, decoder]);
  const files = graphs.flatMap(({ model, externalData }) => [model, ...externalData]);
  return [manifest.vocabulary, ...files].flatMap(({ shards }) => shards);
}

async function storedHashes(): Promise<Set<string>> {
  return new Set((await storage.shards.list()).map(({ sha256 }) => sha256));
}

it('a record covers its own variant, as long as the manifest names the same hashes', () => {
  const record = recordOf(first, 'int8');
  expect(covers(record, first.manifest, 'int8')).toBe(true);
  expect(covers(record, first.manifest, 'fp16')).toBe(false);
  expect(covers(record, second.manifest, 'int8')).toBe(false);
  expect(covers(recordOf(first, 'gone'), first.manifest, 'gone')).toBe(false);
});

it('a commit leaves other variants and other folders alone', async () => {
  await store(first);
  await commitModel(storage, recordOf(first, 'int8'));
  await commitModel(storage, recordOf(first, 'fp16'));
  await commitModel(storage, recordOf(first, 'int8', 'https://b.example/'));
  expect(await storage.records.list()).toHaveLength(3);
  expect((await storedHashes()).size).toBe(allShards(first.manifest).length);
});

it('the commit of a newer model removes the older one and its shards, but not what both use', async () => {
  await store(first);
  await commitModel(storage, recordOf(first, 'int8'));
  await commitModel(storage, recordOf(first, 'fp16'));
  await store(second);
  await commitModel(storage, recordOf(second, 'int8'));
  expect(await storage.records.list()).toMatchObject([{ variant: 'int8', manifest: second.manifest }]);
  expect(await storedHashes()).toEqual(new Set(allShards(second.manifest).map(({ sha256 }) => sha256)));
});

it('keeps the shards of an older model that another folder still names', async () => {
  await store(first);
  await commitModel(storage, recordOf(first, 'int8'));
  await commitModel(storage, recordOf(first, 'int8', 'https://b.example/'));
  const before = await storedHashes();
  await commitModel(storage, recordOf(second, 'int8'));
  expect(await storedHashes()).toEqual(before);
});
