import 'fake-indexeddb/auto';
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AcquiredModel, ConversionRequest } from '../protocol/convert-service.ts';
import type { LocalFile } from '../protocol/model-folder.ts';
import { startModelServer } from '../testing/model-server.ts';
import { testModelsPlatform, type TestModelsPlatform } from '../testing/models-platform.ts';
import { nanoCheckpoint } from '../testing/nano-hub.ts';
import { contentOf, smallModel, type SmallModel } from '../testing/small-model.ts';
import { manifestFile } from '../weights/manifest-file.ts';
import { openModelFolder } from '../weights/open-model-folder.ts';
import { requiredShards } from '../protocol/model-files.ts';
import { ConvertHost } from './convert-host.ts';

const never = new AbortController().signal;
const request: ConversionRequest = {
  about: { id: 'mine', title: { zh: '我的', en: 'Mine' }, licence: { name: '', notice: { zh: '', en: '' } } },
  precision: 'int8',
};

let model: SmallModel;
/** `model` as a folder: both variants. */
let folder: readonly LocalFile[];
let checkpoint: readonly LocalFile[];
let platform: TestModelsPlatform;
let host: ConvertHost;

beforeAll(async () => {
  model = await smallModel();
  const shards = Array.from(model.shards, ([path, bytes]) => ({ path, blob: new Blob([bytes]) }));
  folder = [...shards, { path: 'model.json', blob: new Blob([manifestFile(model.manifest)]) }];
  checkpoint = Array.from(nanoCheckpoint(), ([path, blob]) => ({ path, blob }));
});
beforeEach(() => {
  vi.restoreAllMocks();
  platform = testModelsPlatform();
  host = new ConvertHost(platform);
});

function nothing(): void {}

function take(files: readonly LocalFile[], changes: Partial<ConversionRequest> = {}) {
  return host.fromFiles('take', files, { ...request, ...changes }, nothing);
}

function below(name: string, files: readonly LocalFile[]): readonly LocalFile[] {
  return files.map(({ path, blob }) => ({ path: `${name}/${path}`, blob }));
}

async function zipOf(files: readonly LocalFile[], level: number): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), { level, useWebWorkers: false });
  for (const { path, blob } of files) await zip.add(path, new BlobReader(blob));
  return zip.close();
}

async function expectReadable(acquired: AcquiredModel): Promise<void> {
  const opened = await openModelFolder(never, acquired.folderUrl, {
    platform,
    chooseVariant: ({ variants }) => variants[0],
    onEvent: nothing,
  });
  for (const file of [opened.manifest.vocabulary, ...opened.variant.encoder.externalData]) {
    expect(await opened.read(never, file)).toEqual(contentOf(model, file));
  }
}

it('names the precisions that there are, and what runs each', async () => {
  const precisions = await host.listPrecisions();
  expect(precisions).toContainEqual({ name: 'int8', backends: ['wasm'] });
  expect(precisions).toContainEqual({ name: 'fp16', backends: ['wasm', 'webgpu'] });
});

describe('a converted folder', () => {
  it('is taken over with every variant', async () => {
    const acquired = await take(below('some/where', folder));
    expect(acquired).toMatchObject({ manifest: model.manifest, variant: 'int8', stored: true });
    await expectReadable(acquired);
    const { models } = await host.listStorage();
    expect(models.map(({ variant }) => variant).sort()).toEqual(['fp16', 'int8']);
  });

  it('is taken over with the variants that are there as a whole', async () => {
    const without = folder.filter(({ path }) => path !== 'int8/encoder.onnx');
    expect((await take(without)).variant).toBe('fp16');
    await expect(take(without.filter(({ path }) => path !== 'vocab.txt'))).rejects.toMatchObject({
      code: 'model-file-corrupt',
    });
  });

  it.each([
    ['stored', 0],
    ['compressed', 6],
  ])('is taken over from a zip file, %s', async (_, level) => {
    const zip = await zipOf(below('nested/folder', folder), level);
    const acquired = await take([{ path: 'model.zip', blob: zip }]);
    expect(acquired.stored).toBe(true);
    await expectReadable(acquired);
  });

  it('is refused, and leaves no model, when a file is not what its description says', async () => {
    const broken = folder.map(({ path, blob }) =>
      path === 'int8/decoder.onnx' ? { path, blob: new Blob([new Uint8Array(blob.size)]) } : { path, blob },
    );
    const refused = { code: 'model-file-corrupt', details: { file: 'int8/decoder.onnx' } };
    await expect(take(broken)).rejects.toMatchObject(refused);
    await expect(take(broken, { inMemory: true })).rejects.toMatchObject(refused);
    expect((await host.listStorage()).models).toEqual([]);
  });

  it('stays in its files where storage is denied', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const denied = new ConvertHost(testModelsPlatform());
    const acquired = await denied.fromFiles('take', folder, request, nothing);
    expect(acquired.stored).toBe(false);
    expect(acquired.files).toHaveLength(folder.length);
    expect(await denied.listStorage()).toMatchObject({ available: false, models: [], leftovers: [] });
  });

  it('is refused before anything is written when there is no room', async () => {
    const storage = { ...platform.storage, freeBytes: () => Promise.resolve(10) };
    const full = new ConvertHost({ ...platform, storage });
    await expect(full.fromFiles('take', folder, request, nothing)).rejects.toMatchObject({
      code: 'storage-full',
      details: { availableBytes: 10 },
    });
    expect(await platform.storage.shards.list()).toEqual([]);
  });
});

describe('a checkpoint', () => {
  it('is converted and kept', async () => {
    const acquired = await take(below('ofa_nano', checkpoint));
    expect(acquired).toMatchObject({ variant: 'int8', stored: true });
    expect(acquired.manifest).toMatchObject({ id: 'mine', source: { hub: 'local', model: 'ofa_nano' } });
    const [listed] = (await host.listStorage()).models;
    expect(listed).toMatchObject({ folderUrl: acquired.folderUrl, variant: 'int8' });
    const { vocabulary, variants } = acquired.manifest;
    expect(listed.bytes).toBe(variants[0].bytes + vocabulary.bytes);
  });

  it('comes out the same from a zip file, compressed or not', async () => {
    const { manifest } = await take(checkpoint);
    for (const level of [0, 1]) {
      const zip = await zipOf(checkpoint, level);
      expect((await take([{ path: 'ofa.zip', blob: zip }])).manifest.variants).toEqual(manifest.variants);
    }
  });

  it.each([['config.json'], ['vocab.txt'], ['configuration.json'], ['pytorch_model.bin']])(
    'is refused without %s',
    async (name) => {
      const without = checkpoint.filter(({ path }) => path !== name);
      await expect(take(without)).rejects.toMatchObject({ code: 'model-not-found', details: { file: name } });
    },
  );

  it('alone says what else is needed', async () => {
    const alone = checkpoint.filter(({ path }) => path === 'pytorch_model.bin');
    await expect(take(alone)).rejects.toMatchObject({
      code: 'model-not-found',
      details: { file: 'config.json' },
    });
  });

  it('stops when it is told to', async () => {
    const stopped = host.fromFiles('stopped', checkpoint, request, ({ phase }) => {
      if (phase === 'write') void host.abort('stopped');
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect((await host.listStorage()).models).toEqual([]);
  });
});

it.each([
  ['no file', []],
  ['a picture', [{ path: 'cat.jpg', blob: new Blob(['x']) }]],
])('%s is no model', async (_, files) => {
  await expect(take(files)).rejects.toMatchObject({ code: 'model-not-found' });
});

describe('a stored model', () => {
  let key: AcquiredModel;
  beforeEach(async () => {
    key = await take(folder);
  });

  it('is listed with what the panel shows', async () => {
    const { models, available, usedBytes, quotaBytes } = await host.listStorage();
    const shown = models.find(({ variant }) => variant === 'int8');
    expect(shown?.manifest).toEqual(model.manifest);
    expect(shown?.committedAt).toBeGreaterThan(1.6e12);
    expect({ available, usedBytes, quotaBytes }).toEqual({ available: true, usedBytes: 1, quotaBytes: 10 });
  });

  it('is deleted with every shard that no other needs', async () => {
    await host.deleteModel(key);
    const { models } = await host.listStorage();
    expect(models.map(({ variant }) => variant)).toEqual(['fp16']);
    const kept = await platform.storage.shards.list();
    const needed = requiredShards(model.manifest, model.manifest.variants[1]);
    expect(kept.map(({ sha256 }) => sha256).sort()).toEqual(needed.map(({ sha256 }) => sha256).sort());
    await host.deleteModel({ ...key, variant: 'fp16' });
    expect(await platform.storage.shards.list()).toEqual([]);
    await expect(host.deleteModel(key)).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it('passes verification to its last byte', async () => {
    const reports: { doneBytes: number; totalBytes: number }[] = [];
    expect(await host.verifyModel('verify', key, (event) => reports.push(event))).toEqual([]);
    expect(reports.at(-1)?.doneBytes).toBe(reports.at(-1)?.totalBytes);
  });

  it('fails verification where a shard is damaged or missing', async () => {
    const [damaged, missing] = requiredShards(model.manifest, model.manifest.variants[0]).slice(1);
    await platform.storage.shards.write(damaged, new ArrayBuffer(damaged.bytes));
    await platform.storage.shards.delete(missing);
    expect(await host.verifyModel('verify', key, nothing)).toEqual([damaged.path, missing.path]);
  });

  it('comes back from its own zip file', async () => {
    const zip = await host.exportZip('export', key, nothing);
    const other = new ConvertHost(testModelsPlatform());
    const back = await other.fromFiles('take', [{ path: 'x.zip', blob: zip }], request, nothing);
    expect(back.manifest).toEqual({ ...model.manifest, variants: [model.manifest.variants[0]] });
    expect(back.stored).toBe(true);
  });

  it('is exported file by file, its description last', async () => {
    const files: LocalFile[] = [];
    await host.exportFiles('export', key, (file) => void files.push(file));
    expect(files.at(-1)?.path).toBe('model.json');
    const paths = requiredShards(model.manifest, model.manifest.variants[0]).map(({ path }) => path);
    expect(files.map(({ path }) => path).sort()).toEqual([...paths, 'model.json'].sort());
  });

  it('is not exported damaged', async () => {
    const [shard] = model.manifest.variants[0].encoder.model.shards;
    await platform.storage.shards.write(shard, new ArrayBuffer(shard.bytes));
    await expect(host.exportZip('export', key, nothing)).rejects.toMatchObject({
      code: 'model-file-corrupt',
    });
  });
});

it('exports a model that lives in its files', async () => {
  const acquired = await take(folder, { inMemory: true });
  const zip = await host.exportZip('export', acquired, nothing);
  expect((await take([{ path: 'x.zip', blob: zip }])).stored).toBe(true);
});

describe('leftovers', () => {
  const note = { reference: 'modelscope:a/b@v1', storeKeys: ['x/1'], totalBytes: 100, startedAt: 5 };

  it('of a download are listed with what is here, and removed', async () => {
    await platform.downloads.write(note);
    await platform.checkpoints.write({ file: 'x/1', index: 0 }, new ArrayBuffer(30));
    const { leftovers } = await host.listStorage();
    expect(leftovers).toEqual([
      {
        id: note.reference,
        reference: note.reference,
        bytes: 30,
        totalBytes: 100,
        startedAt: 5,
        active: false,
      },
    ]);
    await host.deleteLeftover(note.reference);
    expect((await host.listStorage()).leftovers).toEqual([]);
    expect(await platform.checkpoints.list()).toEqual([]);
  });

  it('of no known download or model are too, and no model suffers', async () => {
    const key = await take(folder);
    await platform.checkpoints.write({ file: 'y', index: 0 }, new ArrayBuffer(3));
    await platform.storage.shards.write({ sha256: 'f'.repeat(64), bytes: 4 }, new ArrayBuffer(4));
    const { leftovers } = await host.listStorage();
    expect(leftovers.map(({ bytes, reference }) => [bytes, reference])).toEqual([
      [4, null],
      [3, null],
    ]);
    for (const { id } of leftovers) await host.deleteLeftover(id);
    expect((await host.listStorage()).leftovers).toEqual([]);
    expect(await host.verifyModel('verify', key, nothing)).toEqual([]);
  });

  it('stay while a tab is working on them', async () => {
    const held = [{ name: `ofa-meme checkpoint ${note.reference}` }];
    const locks = {
      request: () => Promise.reject(new Error('nothing is to be got')),
      query: () => Promise.resolve({ held, pending: [] }),
    };
    await platform.downloads.write(note);
    const busy = new ConvertHost({ ...platform, locks });
    await busy.deleteLeftover(note.reference);
    expect((await busy.listStorage()).leftovers).toMatchObject([{ id: note.reference, active: true }]);
  });
});

it('downloads a converted folder from the first host that has it', async () => {
  const server = await startModelServer(model);
  try {
    const location = { folderUrl: `${server.origin}/nothing/`, mirrors: [server.folderUrl] };
    const acquired = await host.fromUrls('get', location, 'fp16', nothing);
    expect(acquired).toMatchObject({ variant: 'fp16', stored: true, ...location });
  } finally {
    await server.close();
  }
});
