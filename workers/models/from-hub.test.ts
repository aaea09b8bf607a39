import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { convertCheckpoint } from '../convert/convert.ts';
import { blobFolder } from '../convert/source/source-folder.ts';
import type { AcquireEvent, HubRequest } from '../protocol/convert-service.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { testModelsPlatform, type TestModelsPlatform } from '../testing/models-platform.ts';
import {
  nanoCheckpoint,
  nanoFaceReference,
  nanoReference,
  startNanoFace,
  startNanoHub,
} from '../testing/nano-hub.ts';
import type { StandInHub } from '../testing/stand-in-hub/stand-in-hub.ts';
import { openFilesFolder } from '../weights/open-files-folder.ts';
import { openModelFolder } from '../weights/open-model-folder.ts';
import { fromHub } from './from-hub.ts';
import { memorySink } from './model-sink.ts';
import type { ModelsPlatform } from './models-platform.ts';

const never = new AbortController().signal;
const about = {
  id: 'nano',
  title: { zh: '小', en: 'Nano' },
  licence: { name: 'none', notice: { zh: '公式', en: 'A formula' } },
};

let checkpoint: ReadonlyMap<string, Blob>;
let checkpointBytes: number;
/** What converting the same files from disk gives. */
let expected: ModelManifest;
let hub: StandInHub;
let platform: TestModelsPlatform;
let events: AcquireEvent[];

beforeAll(async () => {
  checkpoint = nanoCheckpoint();
  checkpointBytes = [...checkpoint.values()].reduce((sum, { size }) => sum + size, 0);
  const source = { hub: 'modelscope', model: 'damo/ofa_nano', revision: 'v1.0.2' } as const;
  const options = { description: { ...about, source }, precisions: ['int8'] } as const;
  const { writer } = memorySink();
  expected = await convertCheckpoint(never, blobFolder(checkpoint), writer, options, () => {});
  hub = await startNanoHub(checkpoint);
});
beforeEach(() => {
  platform = testModelsPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
  hub.heal();
  hub.takeRequests();
});
afterAll(() => hub.close());

function get(
  changes: Partial<HubRequest> = {},
  on: ModelsPlatform = platform,
  signal = never,
  onEvent: (event: AcquireEvent) => void = () => {},
) {
  events = [];
  const request = { reference: nanoReference, sites: [hub.origin], about, precision: 'int8', ...changes };
  return fromHub(signal, on, request, (event) => {
    events.push(event);
    onEvent(event);
  });
}

/** Bytes that the content network was asked for. */
function takeAskedBytes(): number {
  const ranges = hub.takeRequests().flatMap(({ server, range }) => (server === 'cdn' ? [range ?? ''] : []));
  return ranges
    .map((range) => /^bytes=(\d+)-(\d+)$/.exec(range) ?? [])
    .reduce((sum, [, first, last]) => sum + Number(last) - Number(first) + 1, 0);
}

describe('a model from the hub', () => {
  it('is the one that the same files make on disk, and is kept', async () => {
    const model = await get();
    expect(model).toMatchObject({ manifest: expected, variant: 'int8', stored: true });
    const opened = await openModelFolder(never, model.folderUrl, {
      platform,
      chooseVariant: ({ variants }) => variants[0],
      onEvent: () => {},
    });
    expect(opened.stored).toBe(true);
    const { model: graph, externalData } = opened.variant.decoder;
    for (const file of [graph, ...externalData]) {
      expect((await opened.read(never, file)).length).toBe(file.bytes);
    }
  });

  it('leaves nothing of the checkpoint behind', async () => {
    await get();
    expect(await platform.checkpoints.list()).toEqual([]);
    expect(await platform.downloads.list()).toEqual([]);
  });

  it('is not got again when it is here', async () => {
    const first = await get();
    hub.takeRequests();
    expect(await get()).toEqual(first);
    expect(takeAskedBytes()).toBe(0);
  });

  it('can be here at several precisions', async () => {
    await get();
    await get({ precision: 'fp32' });
    const records = await platform.storage.records.list();
    expect(records.map(({ variant }) => variant).sort()).toEqual(['fp32', 'int8']);
  });

  it('tells its phases, each to the end', async () => {
    await get();
    expect(new Set(events.map(({ phase }) => phase))).toEqual(
      new Set(['list', 'download', 'open', 'build', 'write']),
    );
    const last = (phase: string) => events.findLast((event) => event.phase === phase);
    expect(last('download')).toMatchObject({ loadedBytes: checkpointBytes, totalBytes: checkpointBytes });
    const written = last('write');
    expect(written?.phase === 'write' && written.doneBytes === written.totalBytes).toBe(true);
  });

  it('goes on after a reload without asking for a byte that is here', async () => {
    const stop = new AbortController();
    const { storage } = platform;
    const closeTab = (event: AcquireEvent) => {
      if (event.phase === 'download' && event.loadedBytes > 5e6) stop.abort(new Error('tab closed'));
    };
    await expect(get({}, platform, stop.signal, closeTab)).rejects.toThrow('tab closed');
    expect(await platform.storage.records.list()).toEqual([]);
    const kept = (await platform.checkpoints.list()).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(kept).toBeGreaterThan(5e6);
    takeAskedBytes();
    expect(await get({}, testModelsPlatform(storage))).toMatchObject({ manifest: expected, stored: true });
    const small = checkpointBytes - (checkpoint.get('pytorch_model.bin')?.size ?? 0);
    expect(takeAskedBytes()).toBeLessThanOrEqual(checkpointBytes - kept + small);
  });

  it('is got anew when the checkpoint on the hub has changed under the same name', async () => {
    const weights = new Uint8Array((await checkpoint.get('pytorch_model.bin')?.arrayBuffer()) ?? []);
    // Somewhere in a weight: one value differs.
    weights[9_000_000] ^= 1;
    const changed = await startNanoHub(new Map(checkpoint).set('pytorch_model.bin', new Blob([weights])));
    try {
      const first = await get();
      const next = await get({ sites: [changed.origin] });
      expect(next.folderUrl).toBe(first.folderUrl);
      expect(next.manifest.source.checkpointSha256).not.toBe(first.manifest.source.checkpointSha256);
      expect(await platform.storage.records.list()).toHaveLength(1);
    } finally {
      await changed.close();
    }
  });

  it('may be in the format of transformers on Hugging Face', async () => {
    const face = await startNanoFace();
    try {
      const model = await get({ reference: nanoFaceReference, sites: [face.origin] });
      expect(model.manifest.prompt.text).toBe('图片描述了什么内容?');
      expect(model.manifest.source).toMatchObject({ hub: 'huggingface', model: 'someone/ofa-nano' });
      expect(model.manifest.variants[0].decoder).toEqual(expected.variants[0].decoder);
    } finally {
      await face.close();
    }
  });
});

describe('pinned files', () => {
  it('make asking the hub for its list needless', async () => {
    await get({ files: Array.from(checkpoint, ([path, { size }]) => ({ path, bytes: size })) });
    expect(hub.takeRequests().filter(({ url }) => url.includes('/repo/files'))).toEqual([]);
  });

  it('are what the hub must have', async () => {
    const files = [{ path: 'pytorch_model.bin', sha256: '0'.repeat(64) }];
    await expect(get({ files })).rejects.toMatchObject({ code: 'model-file-corrupt' });
    expect(await platform.storage.records.list()).toEqual([]);
  });
});

describe('nothing is committed', () => {
  it('of a checkpoint with wrong bytes', async () => {
    hub.fail('pytorch_model.bin', { kind: 'wrong-bytes', from: 2 * 8 * 2 ** 20 - 16 });
    await expect(get()).rejects.toMatchObject({ code: 'model-file-corrupt' });
    expect(await platform.storage.records.list()).toEqual([]);
    expect(await get()).toMatchObject({ manifest: expected });
  });

  it('of a model that is none of ours', async () => {
    await expect(get({ reference: 'damo/other' })).rejects.toMatchObject({ code: 'download-not-found' });
    await expect(get({ reference: 'no model' })).rejects.toMatchObject({ code: 'setting-invalid' });
    await expect(get({ precision: 'fp64' })).rejects.toMatchObject({ code: 'setting-invalid' });
    expect(await platform.downloads.list()).toEqual([]);
  });
});

/** The platform with a browser that has room for so many bytes. */
function withFree(free: number): ModelsPlatform {
  return { ...platform, storage: { ...platform.storage, freeBytes: () => Promise.resolve(free) } };
}

describe('room', () => {
  it('is asked for before a byte of the checkpoint is downloaded', async () => {
    await expect(get({}, withFree(1000))).rejects.toMatchObject({
      code: 'storage-full',
      details: { neededBytes: checkpointBytes, availableBytes: 1000 },
    });
    expect(takeAskedBytes()).toBe(0);
  });

  it('is asked for before a byte of the model is written', async () => {
    const left = [checkpointBytes, 1000];
    const freeBytes = () => Promise.resolve(left.shift());
    const failing = get({}, { ...platform, storage: { ...platform.storage, freeBytes } });
    await expect(failing).rejects.toMatchObject({ code: 'storage-full' });
    expect(await platform.storage.shards.list()).toEqual([]);
  });

  it('is not needed for a model in memory', async () => {
    const model = await get({ inMemory: true }, withFree(0));
    expect(model).toMatchObject({ manifest: expected, stored: false });
    expect(await platform.checkpoints.list()).toEqual([]);
    expect(await platform.storage.shards.list()).toEqual([]);
  });
});

it('runs from memory where the browser denies storage, and says so', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  const { stored, manifest, files = [] } = await get({}, testModelsPlatform());
  expect(stored).toBe(false);
  expect(manifest).toEqual(expected);
  const opened = await openFilesFolder(never, files, {
    chooseVariant: ({ variants }) => variants[0],
    onEvent: () => {},
  });
  const { model: graph } = opened.variant.encoder;
  expect((await opened.read(never, graph)).length).toBe(graph.bytes);
});
