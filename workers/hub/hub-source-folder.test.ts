import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { convertCheckpoint, type ConversionOptions } from '../convert/convert.ts';
import type { ModelFolderWriter } from '../convert/model-folder-writer.ts';
import { blobFolder, type SourceFolder } from '../convert/source/source-folder.ts';
import { OfaError } from '../protocol/errors.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { nanoFiles, nanoWeights } from '../testing/nano-checkpoint.ts';
import { testNetwork, type TestNetwork } from '../testing/network.ts';
import { memoryFiles, type Repository } from '../testing/stand-in-hub/repository.ts';
import { startStandInHub, type StandInHub } from '../testing/stand-in-hub/stand-in-hub.ts';
import { checkpointFiles } from './checkpoint-files.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { HubRepository } from './hub-repository.ts';
import {
  openHubSourceFolder,
  type HubSourceFolder,
  type HubSourceFolderOptions,
} from './hub-source-folder.ts';
import { listHubFiles } from './list-files.ts';
import { memoryChunkStore } from './memory-chunk-store.ts';
import type { TransferProgress } from './transfer-progress.ts';
import { whileDownloading } from './while-downloading.ts';

const never = new AbortController().signal;
const patience = { attempts: 3, stallMs: 30_000 };
const meme: HubRepository = { hub: 'modelscope', model: 'damo/ofa_nano', revision: 'v1.0.2' };
const conversion: ConversionOptions = {
  description: {
    id: 'nano',
    title: { zh: '小', en: 'Nano' },
    licence: { name: 'none', notice: { zh: '公式', en: 'A formula' } },
    source: meme,
  },
  precisions: ['fp32'],
};

let local: ReadonlyMap<string, Blob>;
let totalBytes: number;
let weightsHash: string;
let hubRepositories: readonly Repository[];
let hub: StandInHub;
let face: StandInHub;
let network: TestNetwork;
let store: ChunkStore;

beforeAll(async () => {
  local = new Map([...nanoFiles(), ['pytorch_model.bin', nanoWeights()]]);
  const contents = await Promise.all(
    Array.from(local, async ([name, blob]) => [name, new Uint8Array(await blob.arrayBuffer())] as const),
  );
  const byName = Object.fromEntries(contents);
  totalBytes = contents.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  weightsHash = createHash('sha256').update(byName['pytorch_model.bin']).digest('hex');
  const files = await memoryFiles({ ...byName, 'README.md': new Uint8Array(10) });
  hubRepositories = [{ model: 'iic/ofa_nano', revisions: ['v1.0.2'], files }];
  hub = await startStandInHub({ flavour: 'modelscope', repositories: hubRepositories });
  face = await startStandInHub({
    flavour: 'huggingface',
    repositories: [{ model: 'someone/ofa-nano', revisions: ['main'], files }],
  });
});
beforeEach(() => {
  network = testNetwork('http://page.test');
  store = memoryChunkStore();
});
afterEach(() => {
  hub.heal();
  hub.takeRequests();
  face.takeRequests();
});
afterAll(() => Promise.all([hub.close(), face.close()]));

async function openFolder(
  options: Partial<HubSourceFolderOptions> = {},
  repository = meme,
  sites = [hub.origin],
): Promise<HubSourceFolder> {
  const files = checkpointFiles(await listHubFiles(never, network, repository, patience, sites));
  const defaults = { network, patience, store, now: () => 0, sites, chunkBytes: 2 ** 20 };
  return openHubSourceFolder(repository, files, { ...defaults, ...options });
}

interface Converted {
  readonly manifest: ModelManifest;
  /** Hash of every file that was written, by path. */
  readonly hashes: ReadonlyMap<string, string>;
}

async function convert(signal: AbortSignal, source: SourceFolder): Promise<Converted> {
  const hashes = new Map<string, string>();
  const writer: ModelFolderWriter = {
    write: (_, path, bytes) => {
      hashes.set(path, createHash('sha256').update(bytes).digest('hex'));
      return Promise.resolve();
    },
    remove: (_, path) => {
      hashes.delete(path);
      return Promise.resolve();
    },
  };
  return { manifest: await convertCheckpoint(signal, source, writer, conversion, () => {}), hashes };
}

describe('a model converted while it is downloaded', () => {
  let expected: Converted;
  beforeAll(async () => {
    expected = await convert(never, blobFolder(local));
  });

  it('equals the one converted from local files, byte for byte', async () => {
    const folder = await openFolder();
    const converted = await whileDownloading(never, folder, (signal) => convert(signal, folder));
    expect(converted).toEqual(expected);
    expect(converted.hashes.size).toBeGreaterThan(4);
  });

  it('equals it also from Hugging Face, which states no hash for small files', async () => {
    const repository: HubRepository = { hub: 'huggingface', model: 'someone/ofa-nano', revision: 'main' };
    const folder = await openFolder({}, repository, [face.origin]);
    const { hashes } = await whileDownloading(never, folder, (signal) => convert(signal, folder));
    expect(hashes).toEqual(expected.hashes);
  });

  it('equals it whatever goes wrong on the way', async () => {
    hub.fail('pytorch_model.bin', { kind: 'cut', at: 5_000_000 });
    hub.fail('pytorch_model.bin', { kind: 'status', status: 429 });
    hub.fail('pytorch_model.bin', { kind: 'expired' }, 2);
    hub.fail('pytorch_model.bin', { kind: 'status', status: 500, server: 'cdn' });
    hub.fail('vocab.txt', { kind: 'cut', at: 100 });
    const folder = await openFolder();
    expect(await whileDownloading(never, folder, (signal) => convert(signal, folder))).toEqual(expected);
  });

  it('fetches no byte of the checkpoint twice', async () => {
    const folder = await openFolder();
    await whileDownloading(never, folder, (signal) => convert(signal, folder));
    const ranges = hub.takeRequests().flatMap(({ server, range }) => (server === 'cdn' ? [range] : []));
    expect(ranges).toHaveLength(new Set(ranges).size);
    expect(ranges).toHaveLength(Math.ceil((local.get('pytorch_model.bin')?.size ?? 0) / 2 ** 20));
  });

  it('is refused if the checkpoint is not what the hub says', async () => {
    hub.fail('pytorch_model.bin', { kind: 'wrong-bytes', from: 9_000_000 });
    const folder = await openFolder();
    await expect(whileDownloading(never, folder, (signal) => convert(signal, folder))).rejects.toMatchObject({
      code: 'model-file-corrupt',
    });
  });

  it('says that bytes came wrong where they made the checkpoint unreadable, and can be tried again', async () => {
    hub.fail('pytorch_model.bin', { kind: 'wrong-bytes', from: 18_900_000 });
    const folder = await openFolder();
    await expect(whileDownloading(never, folder, (signal) => convert(signal, folder))).rejects.toMatchObject({
      code: 'model-file-corrupt',
    });
    expect(await whileDownloading(never, folder, (signal) => convert(signal, folder))).toEqual(expected);
  });

  it('says that the checkpoint is damaged where its bytes are what the hub says', async () => {
    const folder = await openFolder();
    const damage = new OfaError('checkpoint-damaged', 'it ends too early');
    await expect(whileDownloading(never, folder, () => Promise.reject(damage))).rejects.toBe(damage);
    expect(await store.list()).toEqual([]);
  });

  it('comes from the next site when the first sends wrong bytes', async () => {
    hub.fail('pytorch_model.bin', { kind: 'wrong-bytes', from: 9_000_000 }, 999);
    const other = await startStandInHub({ flavour: 'modelscope', repositories: hubRepositories });
    try {
      const folder = await openFolder({}, meme, [hub.origin, other.origin]);
      expect(await whileDownloading(never, folder, (signal) => convert(signal, folder))).toEqual(expected);
    } finally {
      await other.close();
    }
  });

  it('ends the download when it fails', async () => {
    const folder = await openFolder();
    const result = whileDownloading(never, folder, () => Promise.reject(new Error('no such layer')));
    await expect(result).rejects.toThrow('no such layer');
    hub.takeRequests();
    expect((await store.list()).length).toBeLessThan(18);
  });
});

describe('a download', () => {
  it('tells the hash of every file', async () => {
    const hashes = await (await openFolder()).download(never);
    expect(Array.from(hashes.keys()).sort()).toEqual(Array.from(local.keys()).sort());
    expect(hashes.get('pytorch_model.bin')).toBe(weightsHash);
  });

  it('reports the whole from nothing to everything', async () => {
    const reports: TransferProgress[] = [];
    let time = 0;
    const folder = await openFolder({
      now: () => (time += 60),
      onProgress: (progress) => reports.push(progress),
    });
    await folder.download(never);
    expect(reports[0]).toEqual({ loadedBytes: 0, totalBytes, storedBytes: 0, speed: null });
    expect(reports.at(-1)).toMatchObject({ loadedBytes: totalBytes, storedBytes: 0 });
    expect(reports.length).toBeGreaterThan(10);
  });

  it('goes on after a pause without asking again for what is here', async () => {
    const stop = new AbortController();
    const onProgress = ({ loadedBytes }: TransferProgress) => {
      if (loadedBytes > 8_000_000) stop.abort(new Error('paused'));
    };
    let time = 0;
    const paused = await openFolder({ now: () => (time += 60), onProgress });
    await expect(paused.download(stop.signal)).rejects.toThrow('paused');
    hub.takeRequests();

    const reports: TransferProgress[] = [];
    const folder = await openFolder({ onProgress: (progress) => reports.push(progress) });
    await folder.download(never);
    const stored = reports[0]?.storedBytes ?? 0;
    expect(stored).toBeGreaterThan(8_000_000);
    expect(reports[0]?.loadedBytes).toBe(stored);
    const asked = hub.takeRequests().flatMap(({ server, range }) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(server === 'cdn' ? (range ?? '') : '') ?? [];
      return first === undefined ? [] : [Number(last) - Number(first) + 1];
    });
    expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBe(totalBytes - stored);
  });

  it('leaves nothing behind when it is dropped', async () => {
    const folder = await openFolder();
    await folder.download(never);
    await folder.forget();
    expect(await store.list()).toEqual([]);
  });
});

describe('the folder', () => {
  it('has the files that it was opened with and no others, without asking the hub', async () => {
    const folder = await openFolder();
    hub.takeRequests();
    expect((await folder.open(never, 'vocab.txt'))?.size).toBe(local.get('vocab.txt')?.size);
    expect(await folder.open(never, 'README.md')).toBeUndefined();
    expect(await folder.open(never, 'model.safetensors')).toBeUndefined();
    expect(hub.takeRequests()).toEqual([]);
  });
});
