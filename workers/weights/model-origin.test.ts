import 'fake-indexeddb/auto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalFile, ModelFile, ModelManifest } from '../protocol/model-folder.ts';
import { startModelServer, type ModelServer } from '../testing/model-server.ts';
import { contentOf, smallModel, type SmallModel } from '../testing/small-model.ts';
import { testPlatform, testStorage, type TestPlatform } from '../testing/weights-platform.ts';
import { manifestFile } from './manifest-file.ts';
import { openFilesFolder } from './open-files-folder.ts';
import { openModelFolder, type OpenedModelFolder } from './open-model-folder.ts';
import { storedAddress } from './stored-address.ts';

const never = new AbortController().signal;
const address = storedAddress('small/int8');
let model: SmallModel;
let first: ModelServer;
let second: ModelServer;
let platform: TestPlatform;

beforeAll(async () => {
  model = await smallModel();
});
beforeEach(async () => {
  first = await startModelServer(model);
  second = await startModelServer(model);
  platform = testPlatform(first.origin, testStorage());
});
afterEach(() => Promise.all([first.close(), second.close()]));

const chooseVariant = ({ variants }: ModelManifest) => variants[0];
const onEvent = () => {};

function open(folderUrl: string, mirrors: readonly string[] = []): Promise<OpenedModelFolder> {
  return openModelFolder(never, folderUrl, { platform, mirrors, chooseVariant, onEvent });
}

async function expectReadable(folder: OpenedModelFolder): Promise<void> {
  const { encoder, decoder } = folder.variant;
  const files: ModelFile[] = [encoder, decoder].flatMap((graph) => [graph.model, ...graph.externalData]);
  for (const file of [folder.manifest.vocabulary, ...files]) {
    expect(await folder.read(never, file)).toEqual(contentOf(model, file));
  }
}

const openBoth = () => open(first.folderUrl, [second.folderUrl]);

describe('a folder on several hosts', () => {
  it('comes from the first while that works', async () => {
    await expectReadable(await openBoth());
    expect(second.takeRequests()).toEqual([]);
  });

  it.each(['not-found', 'html', 'json', 'server-error', 'hang-up'] as const)(
    'comes from the second where the first answers for model.json: %s',
    async (fault) => {
      first.failAlways('model.json', fault);
      await expectReadable(await openBoth());
    },
  );

  it.each(['not-found', 'html', 'json', 'wrong-bytes', 'cut', 'server-error'] as const)(
    'comes from the second where the first answers for a shard: %s',
    async (fault) => {
      first.failAlways('int8/encoder.onnx.data.1', fault);
      await expectReadable(await openBoth());
      expect(second.takeRequests()).toContain('int8/encoder.onnx.data.1');
    },
  );

  it('comes from the second for another site when the first is gone', async () => {
    platform.network.origin = 'http://page.test';
    await first.close();
    await expectReadable(await openBoth());
  });

  it('says why when all fail', async () => {
    first.failAlways('model.json', 'not-found');
    second.failAlways('model.json', 'html');
    await expect(openBoth()).rejects.toMatchObject({ code: 'download-wrong-content' });
  });

  it('is known by its first address: another visit finds it there', async () => {
    await openBoth();
    first.takeRequests();
    expect((await openBoth()).stored).toBe(true);
    expect(first.takeRequests()).toEqual(['model.json']);
  });
});

/** Puts the model into storage, under a name. */
async function keep(): Promise<void> {
  const { manifest } = await open(first.folderUrl);
  const record = { folderUrl: address, manifest, variant: 'int8', committedAt: 1, lastUsedAt: 1 };
  await platform.storage.records.write(record);
  first.takeRequests();
}

describe('a model without a place on the web', () => {
  it('opens from storage and asks no network', async () => {
    await keep();
    const folder = await open(address);
    expect(folder.stored).toBe(true);
    await expectReadable(folder);
    expect(first.takeRequests()).toEqual([]);
  });

  it('is not found where storage has none of that name', async () => {
    await expect(open(address)).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it('says which file is damaged when a shard has changed in storage', async () => {
    await keep();
    const [shard] = chooseVariant(model.manifest).encoder.model.shards;
    const folder = await open(address);
    await platform.storage.shards.write(shard, new ArrayBuffer(shard.bytes));
    await expect(folder.read(never, folder.variant.encoder.model)).rejects.toMatchObject({
      code: 'model-file-corrupt',
      details: { file: shard.path },
    });
  });

  it('does not open when a shard is gone from storage', async () => {
    await keep();
    await platform.storage.shards.delete(chooseVariant(model.manifest).encoder.model.shards[0]);
    await expect(open(address)).rejects.toMatchObject({ code: 'model-file-corrupt' });
  });
});

describe('files at hand', () => {
  let files: LocalFile[];
  beforeAll(() => {
    files = Array.from(model.shards, ([path, bytes]) => ({ path, blob: new Blob([bytes]) }));
    files.push({ path: 'model.json', blob: new Blob([manifestFile(model.manifest)]) });
  });

  const openFiles = (changed: Readonly<Record<string, Blob | undefined>> = {}) => {
    const others = files.filter(({ path }) => !(path in changed));
    const replaced = Object.entries(changed).flatMap(([path, blob]) => (blob ? [{ path, blob }] : []));
    return openFilesFolder(never, [...others, ...replaced], { chooseVariant, onEvent });
  };

  it('are read as a model folder, without being stored', async () => {
    const folder = await openFiles();
    expect(folder.stored).toBe(false);
    await expectReadable(folder);
    expect(await platform.storage.shards.list()).toEqual([]);
  });

  it('are refused without a description', async () => {
    await expect(openFiles({ 'model.json': undefined })).rejects.toMatchObject({ code: 'model-not-found' });
    const broken = openFiles({ 'model.json': new Blob(['{']) });
    await expect(broken).rejects.toMatchObject({ code: 'model-manifest-invalid' });
  });

  it.each([
    ['is missing', undefined],
    ['is cut off', new Blob([new Uint8Array(10)])],
    ['has other bytes', new Blob([new Uint8Array(300)])],
  ])('say which of them %s', async (_, blob) => {
    const folder = await openFiles({ 'int8/encoder.onnx': blob });
    await expect(folder.read(never, folder.variant.encoder.model)).rejects.toMatchObject({
      code: 'model-file-corrupt',
      details: { file: 'int8/encoder.onnx' },
    });
  });
});
