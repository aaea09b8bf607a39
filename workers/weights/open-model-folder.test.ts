import 'fake-indexeddb/auto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelEvent } from '../protocol/caption-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { ModelFile, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { startModelServer, type Fault, type ModelServer } from '../testing/model-server.ts';
import { contentOf, smallModel, type SmallModel } from '../testing/small-model.ts';
import { testPlatform, testStorage, type TestPlatform } from '../testing/weights-platform.ts';
import { openModelFolder, type OpenedModelFolder } from './open-model-folder.ts';
import type { WeightsPlatform } from './platform.ts';
import { requiredShards } from '../protocol/model-files.ts';
import type { ShardStore } from './shard-store.ts';

const never = new AbortController().signal;
let model: SmallModel;
let newerModel: SmallModel;
let server: ModelServer;
let platform: TestPlatform;
let events: ModelEvent[];

beforeAll(async () => {
  model = await smallModel(1);
  newerModel = await smallModel(2);
});
beforeEach(async () => {
  server = await startModelServer(model);
  platform = testPlatform(server.origin, testStorage());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

function variantOf(manifest: ModelManifest, name = 'int8'): ModelVariant {
  return manifest.variants.find((variant) => variant.name === name) as ModelVariant;
}

function open(signal = never, on: WeightsPlatform = platform, name = 'int8'): Promise<OpenedModelFolder> {
  events = [];
  return openModelFolder(signal, server.folderUrl, {
    platform: on,
    chooseVariant: (manifest) => variantOf(manifest, name),
    onEvent: (event) => events.push(event),
  });
}

/** A later visit: the same databases, nothing in memory. */
function reload(): void {
  platform = testPlatform(server.origin, testStorage(platform.storage.name));
  server.takeRequests();
}

function goOffline(): void {
  platform.network.online = false;
  platform.network.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
}

function filesOf(manifest: ModelManifest, name = 'int8'): ModelFile[] {
  const { encoder, decoder } = variantOf(manifest, name);
  return [encoder, decoder]
    .flatMap((graph) => [graph.model, ...graph.externalData])
    .concat(manifest.vocabulary);
}

async function expectAllReadable(folder: OpenedModelFolder, { manifest, shards } = model): Promise<void> {
  for (const file of filesOf(manifest, folder.variant.name)) {
    expect(await folder.read(never, file)).toEqual(contentOf({ manifest, shards }, file));
  }
}

const pathsOf = ({ manifest }: SmallModel, name = 'int8') =>
  requiredShards(manifest, variantOf(manifest, name)).map(({ path }) => path);
const totalBytes = () => filesOf(model.manifest).reduce((sum, { bytes }) => sum + bytes, 0);
const damaged = 'int8/encoder.onnx.data.1';
const damagedShard = () =>
  requiredShards(model.manifest, variantOf(model.manifest)).find(({ path }) => path === damaged) ?? {
    sha256: '',
    bytes: 0,
  };

describe('the first visit', () => {
  it('downloads what the chosen variant needs, nothing else, and reads every file', async () => {
    const folder = await open();
    expect(folder).toMatchObject({ manifest: model.manifest, variant: { name: 'int8' }, stored: true });
    expect(server.takeRequests().sort()).toEqual(['model.json', ...pathsOf(model)].sort());
    await expectAllReadable(folder);
    expect(server.takeRequests()).toEqual([]);
  });

  it('reports the manifest, then progress up to the exact end', async () => {
    await open();
    expect(events[0]).toEqual({ phase: 'manifest' });
    expect(events[1]).toMatchObject({ phase: 'download', loadedBytes: 0, totalBytes: totalBytes() });
    expect(events.at(-1)).toMatchObject({
      phase: 'download',
      loadedBytes: totalBytes(),
      totalBytes: totalBytes(),
      storedBytes: 0,
    });
  });

  it('writes a record only when every shard has been verified', async () => {
    server.failAlways(damaged, 'wrong-bytes');
    await expect(open()).rejects.toMatchObject({ code: 'model-file-corrupt' });
    expect(await platform.storage.records.list()).toEqual([]);
    expect(await platform.storage.shards.list()).not.toContainEqual(
      expect.objectContaining({ sha256: damagedShard().sha256 }),
    );
  });

  it('accepts a folder URL without its final slash', async () => {
    const folder = await openModelFolder(never, server.folderUrl.slice(0, -1), {
      platform,
      chooseVariant: (manifest) => variantOf(manifest),
      onEvent: () => {},
    });
    expect(folder.stored).toBe(true);
  });

  it('throws what the choice of a variant throws', async () => {
    const refusal = new Error('none fits');
    const opening = openModelFolder(never, server.folderUrl, {
      platform,
      chooseVariant: () => Promise.reject(refusal),
      onEvent: () => {},
    });
    await expect(opening).rejects.toBe(refusal);
  });
});

describe('a broken download', () => {
  it('goes on from the shards that it has, without fetching one of them again', async () => {
    server.failAlways(damaged, 'not-found');
    await expect(open()).rejects.toMatchObject({ code: 'download-not-found' });
    const have = new Set((await platform.storage.shards.list()).map(({ sha256 }) => sha256));
    const missing = requiredShards(model.manifest, variantOf(model.manifest)).filter(
      ({ sha256 }) => !have.has(sha256),
    );
    expect(have.size).toBeGreaterThan(0);
    await server.close();
    server = await startModelServer(model);
    reload();
    const folder = await open();
    expect(server.takeRequests().sort()).toEqual(['model.json', ...missing.map(({ path }) => path)].sort());
    const missingBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(events.at(-1)).toMatchObject({
      loadedBytes: totalBytes(),
      storedBytes: totalBytes() - missingBytes,
    });
    expect(folder.stored).toBe(true);
    await expectAllReadable(folder);
  });

  it('fetches a stored shard again if its hash is wrong', async () => {
    await platform.storage.shards.write(damagedShard(), new ArrayBuffer(damagedShard().bytes));
    const folder = await open();
    expect(server.takeRequests()).toContain(damaged);
    await expectAllReadable(folder);
  });

  it('keeps what had arrived when it is aborted', async () => {
    server.fail(damaged, 'stall');
    const stop = new AbortController();
    const reason = new DOMException('stopped', 'AbortError');
    const opening = open(stop.signal);
    await server.stalled();
    await expect
      .poll(async () => (await platform.storage.shards.list()).length)
      .toBe(pathsOf(model).length - 1);
    stop.abort(reason);
    await expect(opening).rejects.toBe(reason);
    expect(await platform.storage.records.list()).toEqual([]);
    reload();
    await open();
    expect(server.takeRequests()).toEqual(['model.json', damaged]);
  });
});

describe('a later visit', () => {
  beforeEach(async () => {
    await open();
    reload();
  });

  it('asks for nothing but the manifest', async () => {
    const folder = await open();
    expect(folder.stored).toBe(true);
    await expectAllReadable(folder);
    expect(server.takeRequests()).toEqual(['model.json']);
    expect(events.at(-1)).toMatchObject({ loadedBytes: totalBytes(), storedBytes: totalBytes() });
  });

  it('notes when the model was last used', async () => {
    const [before] = await platform.storage.records.list();
    const later = { ...platform, clock: { ...platform.clock, date: () => 1_800_000_000_000 } };
    await open(never, later);
    expect(await platform.storage.records.list()).toEqual([{ ...before, lastUsedAt: 1_800_000_000_000 }]);
  });

  it('works offline', async () => {
    goOffline();
    const folder = await open();
    expect(folder).toMatchObject({ manifest: model.manifest, stored: true });
    await expectAllReadable(folder);
  });

  it.each<Fault>(['not-found', 'server-error', 'html', 'json', 'cut', 'hang-up'])(
    'opens the stored model when the manifest has the fault %s',
    async (fault) => {
      server.fail('model.json', fault);
      await expectAllReadable(await open());
      expect(server.takeRequests()).toEqual(['model.json']);
    },
  );

  it('does not wait long for a manifest that does not come', async () => {
    server.fail('model.json', 'stall');
    const opening = open();
    await server.stalled();
    platform.network.runOutOfPatience();
    await expectAllReadable(await opening);
  });

  it('is not ready offline if a shard has vanished', async () => {
    await platform.storage.shards.delete(damagedShard());
    goOffline();
    await expect(open()).rejects.toMatchObject({ code: 'download-offline' });
  });

  it('mends a stored shard that has gone bad when it is read', async () => {
    await platform.storage.shards.write(damagedShard(), new ArrayBuffer(damagedShard().bytes));
    const folder = await open();
    await expectAllReadable(folder);
    expect(server.takeRequests()).toEqual(['model.json', damaged]);
    reload();
    await expectAllReadable(await open());
    expect(server.takeRequests()).toEqual(['model.json']);
  });

  it('downloads a second variant without the vocabulary that both share', async () => {
    const folder = await open(never, platform, 'fp16');
    const expected = ['model.json', ...pathsOf(model, 'fp16')].filter((path) => path !== 'vocab.txt');
    expect(server.takeRequests().sort()).toEqual(expected.sort());
    await expectAllReadable(folder);
  });

  it('takes a newer model when the server has one, and forgets the old', async () => {
    server.serve(newerModel);
    await expectAllReadable(await open(), newerModel);
    expect(await platform.storage.records.list()).toMatchObject([{ manifest: newerModel.manifest }]);
    const required = requiredShards(newerModel.manifest, variantOf(newerModel.manifest));
    expect(await platform.storage.shards.list()).toHaveLength(required.length);
  });

  it('stays with the old model when the newer one cannot be downloaded', async () => {
    server.serve(newerModel);
    server.failAlways(damaged, 'not-found');
    const folder = await open();
    expect(folder.manifest).toEqual(model.manifest);
    await expectAllReadable(folder);
  });
});

describe('without a stored model', () => {
  it.each<[Fault, string]>([
    ['not-found', 'model-not-found'],
    ['html', 'download-wrong-content'],
    ['json', 'model-manifest-invalid'],
    ['short', 'model-manifest-invalid'],
    ['server-error', 'download-failed'],
  ])('a manifest with the fault %s fails with %s', async (fault, code) => {
    server.failAlways('model.json', fault);
    await expect(open()).rejects.toMatchObject({ code });
  });

  it('says offline when the machine is', async () => {
    goOffline();
    await expect(open()).rejects.toMatchObject({ code: 'download-offline' });
  });

  it.each(['models/small/', 'file:///models/small/'])('says not found for %s', async (folderUrl) => {
    const opening = openModelFolder(never, folderUrl, {
      platform,
      chooseVariant: (manifest) => variantOf(manifest),
      onEvent: () => {},
    });
    await expect(opening).rejects.toMatchObject({ code: 'model-not-found' });
  });
});

describe('when storage refuses', () => {
  it('runs from memory where the browser denies storage, and says so', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const folder = await open();
    expect(folder.stored).toBe(false);
    server.takeRequests();
    await expectAllReadable(folder);
    expect(server.takeRequests()).toEqual([]);
  });

  it('does not download again in the same session', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await open();
    server.takeRequests();
    await expectAllReadable(await open());
    expect(server.takeRequests()).toEqual(['model.json']);
  });

  it('writes nothing when the browser says beforehand that there is no room', async () => {
    const tight = { ...platform, storage: { ...platform.storage, freeBytes: () => Promise.resolve(1_000) } };
    const folder = await open(never, tight);
    expect(folder.stored).toBe(false);
    await expectAllReadable(folder);
    expect(await tight.storage.shards.list()).toEqual([]);
    expect(await tight.storage.records.list()).toEqual([]);
  });

  it('holds the rest in memory when room runs out half-way', async () => {
    const { shards } = platform.storage;
    let writes = 0;
    const filling: ShardStore = {
      ...shards,
      write: (key, bytes) =>
        ++writes > 3 ? Promise.reject(new OfaError('storage-full', 'no room')) : shards.write(key, bytes),
    };
    const folder = await open(never, { ...platform, storage: { ...platform.storage, shards: filling } });
    expect(folder.stored).toBe(false);
    expect(await platform.storage.shards.list()).toHaveLength(3);
    await expectAllReadable(folder);
    expect(await platform.storage.records.list()).toEqual([]);
  });

  it('holds one model in memory, the one opened last', async () => {
    const denied = { ...platform, storage: { ...platform.storage, freeBytes: () => Promise.resolve(0) } };
    await open(never, denied, 'int8');
    await open(never, denied, 'fp16');
    const held = await denied.storage.memory.list();
    expect(held).toHaveLength(pathsOf(model, 'fp16').length);
  });
});
