import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { OfaError } from '../protocol/errors.ts';
import { deferred } from '../testing/deferred.ts';
import { testNetwork, type TestNetwork } from '../testing/network.ts';
import type { Fault } from '../testing/stand-in-hub/faults.ts';
import { memoryFiles } from '../testing/stand-in-hub/repository.ts';
import { startStandInHub, type StandInHub } from '../testing/stand-in-hub/stand-in-hub.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { HubFile } from './hub-repository.ts';
import { hubs } from './hubs.ts';
import { places } from './in-turn.ts';
import { memoryChunkStore } from './memory-chunk-store.ts';
import { openRangedFile, type RangedFile, type RangedFileParts } from './ranged-file.ts';

const never = new AbortController().signal;
const chunkBytes = 300_000;
const repository = { hub: 'modelscope', model: 'damo/ofa', revision: 'v1' } as const;

/** Four chunks, the last one short. */
const weights = Uint8Array.from({ length: 1_050_000 }, (_, index) => (index * index) >> 5);
const config = new TextEncoder().encode(JSON.stringify({ text: 'a configuration of some length' }));
const large: HubFile = { path: 'w.bin', bytes: weights.length, sha256: sha256(weights) };
const small: HubFile = { path: 'config.json', bytes: config.length, sha256: sha256(config) };

/** Keeps nothing: every chunk is downloaded each time it is asked for. */
const forgetfulChunkStore: ChunkStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  deleteFile: () => Promise.resolve(),
  list: () => Promise.resolve([]),
};

let hub: StandInHub;
let second: StandInHub;
let network: TestNetwork;
let store: ChunkStore;

beforeAll(async () => {
  const files = await memoryFiles({ 'w.bin': weights, 'config.json': config }, 1000);
  const repositories = [{ model: 'damo/ofa', revisions: ['v1'], files }];
  hub = await startStandInHub({ flavour: 'modelscope', repositories });
  second = await startStandInHub({ flavour: 'modelscope', repositories });
});
beforeEach(() => {
  network = testNetwork('http://page.test');
  store = memoryChunkStore();
});
afterEach(() => {
  for (const each of [hub, second]) {
    each.heal();
    each.cors = true;
    each.takeRequests();
  }
});
afterAll(() => Promise.all([hub.close(), second.close()]));

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Opens a file of the first hub, or of others in turn; only the resolve form of its address. */
function open(
  file: HubFile = large,
  parts: Partial<RangedFileParts> = {},
  origins: readonly string[] = [hub.origin],
  onLoaded?: (bytes: number) => void,
): Promise<RangedFile> {
  const addresses = hubs.modelscope.fileAddresses(repository, origins).slice(0, origins.length);
  const defaults = {
    network,
    patience: { attempts: 3, stallMs: 30_000 },
    addresses: places(addresses),
    store,
    now: () => 0,
    chunkBytes,
    lanes: 2,
  };
  return openRangedFile(file, 'damo/ofa@v1', { ...defaults, ...parts }, onLoaded);
}
/** The ranges that were asked of the content network, in order of their beginning. */
function takeRanges(of: StandInHub = hub): readonly string[] {
  const ranges = of
    .takeRequests()
    .flatMap(({ server, range }) => (server === 'cdn' ? [range ?? 'whole'] : []));
  return ranges.sort((a, b) => parseInt(a.slice(6), 10) - parseInt(b.slice(6), 10));
}
const allRanges = ['bytes=0-299999', 'bytes=300000-599999', 'bytes=600000-899999', 'bytes=900000-1049999'];

async function expectAllRight(file: RangedFile): Promise<void> {
  const bytes = await file.read(never, 0, file.size);
  expect(Buffer.compare(bytes, weights)).toBe(0);
}

/** What a browser makes of such an answer. */
async function obeyCors(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.headers.get('Access-Control-Allow-Origin') !== '*') throw new TypeError('Failed to fetch');
  return response;
}

/** Opens the file and lets the chunk from 300 000 stall before byte 450 000, all before it received. */
async function stallInSecondChunk(parts: Partial<RangedFileParts> = {}, onLoaded = () => {}) {
  hub.fail('w.bin', { kind: 'stall', at: 450_000 });
  const received = deferred();
  const file = await open(large, { lanes: 1, ...parts }, undefined, (bytes) => {
    onLoaded();
    if (bytes === 450_000) received.resolve();
  });
  return { file, received: received.promise };
}

describe('reading', () => {
  it.each([
    [0, 1],
    [299_990, 20],
    [100, 1_000_000],
    [1_049_990, 10],
    [600_000, 300_000],
    [1_050_000, 0],
  ])('from %i gives %i bytes of the file', async (offset, length) => {
    const bytes = await (await open()).read(never, offset, length);
    expect(Buffer.compare(bytes, weights.subarray(offset, offset + length))).toBe(0);
  });

  it('asks for the chunks that it needs by closed ranges, once', async () => {
    const file = await open();
    await file.read(never, 299_990, 20);
    await file.read(never, 5, 10);
    expect(takeRanges()).toEqual(allRanges.slice(0, 2));
  });

  it('shares transfers between those who read at the same time', async () => {
    const file = await open();
    await Promise.all([file.sha256(never), file.read(never, 0, 400_000), file.read(never, 0, 10)]);
    expect(takeRanges()).toEqual(allRanges);
  });

  it('outside of the file is refused', async () => {
    await expect((await open()).read(never, 1_049_999, 2)).rejects.toMatchObject({
      code: 'checkpoint-damaged',
    });
    expect(hub.takeRequests()).toEqual([]);
  });

  it('gives a buffer that its reader may change', async () => {
    const file = await open();
    (await file.read(never, 0, 10)).fill(255);
    expect(await file.read(never, 0, 10)).toEqual(weights.slice(0, 10));
  });
});

describe('downloading', () => {
  it('fetches every chunk once and gives the hash of the file', async () => {
    const loaded: number[] = [];
    const file = await open(large, {}, undefined, (bytes) => loaded.push(bytes));
    expect(await file.sha256(never)).toBe(large.sha256);
    expect(takeRanges()).toEqual(allRanges);
    expect(loaded.at(-1)).toBe(large.bytes);
    await expectAllRight(file);
    expect(takeRanges()).toEqual([]);
  });

  it('gives the hash also where the hub states none', async () => {
    const file = await open({ path: large.path, bytes: large.bytes });
    expect(await file.sha256(never)).toBe(large.sha256);
  });

  it('goes through the gateway for every chunk: signed addresses are never used again', async () => {
    await (await open()).sha256(never);
    const requests = hub.takeRequests();
    expect(requests.filter(({ server }) => server === 'gateway')).toHaveLength(4);
    expect(
      new Set(requests.filter(({ server }) => server === 'cdn').map(({ url }) => url)).size,
    ).toBeLessThanOrEqual(4);
  });

  it('causes no preflight', async () => {
    const file = await open();
    await file.sha256(never);
    for (const { method, headers } of hub.takeRequests()) {
      expect(method).toBe('GET');
      expect(Object.keys(headers)).not.toContain('x-request-id');
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('referer');
    }
  });
});

describe.each<Fault>([
  { kind: 'cut', at: 450_000 },
  { kind: 'cut', at: 300_000 },
  { kind: 'surplus' },
  { kind: 'expired' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 416, server: 'cdn' },
  { kind: 'status', status: 403, server: 'cdn' },
  { kind: 'status', status: 429, retryAfter: '1' },
  { kind: 'status', status: 503, server: 'cdn' },
])('after one answer with the fault %o', (fault) => {
  it('tries again and ends with the right bytes', async () => {
    hub.fail('w.bin', fault);
    const file = await open();
    expect(await file.sha256(never)).toBe(large.sha256);
    await expectAllRight(file);
    expect(network.pauses).toContain(500);
  });
});

describe.each<[Fault, string, object]>([
  [{ kind: 'cut', at: 450_000 }, 'download-failed', {}],
  [{ kind: 'expired' }, 'download-failed', { status: 403 }],
  [{ kind: 'status', status: 500 }, 'download-failed', { status: 500 }],
  [{ kind: 'status', status: 416, server: 'cdn' }, 'download-failed', { status: 416 }],
  [{ kind: 'status', status: 404 }, 'download-not-found', { status: 404 }],
  [{ kind: 'surplus' }, 'download-wrong-content', { found: 'length' }],
  [{ kind: 'page' }, 'download-wrong-content', { found: 'html' }],
  [{ kind: 'page', server: 'cdn' }, 'download-wrong-content', { found: 'html' }],
])('while every answer has the fault %o', (fault, code, details) => {
  it(`fails with ${code}, and goes on from there when the fault is gone`, async () => {
    hub.fail('w.bin', fault, Infinity);
    const file = await open();
    await expect(file.sha256(never)).rejects.toMatchObject({ code, details });
    hub.heal();
    expect(await file.sha256(never)).toBe(large.sha256);
  });

  it('takes the file from the next host', async () => {
    hub.fail('w.bin', fault, Infinity);
    const file = await open(large, {}, [hub.origin, second.origin]);
    expect(await file.sha256(never)).toBe(large.sha256);
    await expectAllRight(file);
  });
});

describe('a file that the hub does not have after all', () => {
  it('is told from one of another length, though ModelScope answers with status 200', async () => {
    const missing = { path: 'gone.bin', bytes: large.bytes };
    await expect((await open(missing)).read(never, 0, 1)).rejects.toMatchObject({
      code: 'download-wrong-content',
      details: { found: 'json' },
    });
  });
});

describe('a server that other sites may not read', () => {
  it('is named as the cause', async () => {
    network.fetch = obeyCors;
    hub.cors = false;
    await expect((await open()).sha256(never)).rejects.toMatchObject({ code: 'download-blocked' });
  });

  it('is left for the next', async () => {
    network.fetch = obeyCors;
    hub.fail('w.bin', { kind: 'no-cors', server: 'cdn' }, Infinity);
    const file = await open(large, {}, [hub.origin, second.origin]);
    expect(await file.sha256(never)).toBe(large.sha256);
  });
});

describe('a transfer that breaks off', () => {
  it('goes on at the very byte after a stall', async () => {
    const { file, received } = await stallInSecondChunk();
    const done = file.sha256(never);
    await received;
    network.runOutOfPatience();
    expect(await done).toBe(large.sha256);
    expect(takeRanges()).toEqual([
      'bytes=0-299999',
      'bytes=300000-599999',
      'bytes=450000-599999',
      'bytes=600000-899999',
      'bytes=900000-1049999',
    ]);
  });

  it('goes on at the very byte from another host', async () => {
    hub.fail('w.bin', { kind: 'stall', at: 450_000 });
    const received = deferred();
    const parts = { lanes: 1, patience: { attempts: 1, stallMs: 30_000 } };
    const file = await open(large, parts, [hub.origin, second.origin], (bytes) => {
      if (bytes === 450_000) received.resolve();
    });
    const done = file.sha256(never);
    await received.promise;
    network.runOutOfPatience();
    expect(await done).toBe(large.sha256);
    expect(takeRanges()).toEqual(allRanges.slice(0, 2));
    expect(takeRanges(second)).toEqual(['bytes=450000-599999', ...allRanges.slice(2)]);
  });

  it('goes on at the very byte after it was aborted and the file opened again', async () => {
    const { file, received } = await stallInSecondChunk();
    const stop = new AbortController();
    const done = file.sha256(stop.signal);
    await received;
    stop.abort(new Error('paused'));
    await expect(done).rejects.toThrow('paused');
    takeRanges();

    const again = await open();
    expect(again.storedBytes).toBe(450_000);
    expect(await again.sha256(never)).toBe(large.sha256);
    expect(takeRanges()).toEqual(['bytes=450000-599999', ...allRanges.slice(2)]);
  });

  it('loses no more than ten seconds when the tab is closed without a word', async () => {
    let time = 0;
    const { file, received } = await stallInSecondChunk({ now: () => time }, () => (time += 10_000));
    const stop = new AbortController();
    const unfinished = file.sha256(stop.signal);
    await received;
    await vi.waitFor(async () =>
      expect(await store.list()).toContainEqual(expect.objectContaining({ bytes: 150_000 })),
    );

    const next = await open();
    expect(next.storedBytes).toBe(450_000);
    expect(await next.sha256(never)).toBe(large.sha256);
    stop.abort(new Error('closed'));
    await expect(unfinished).rejects.toThrow('closed');
  });

  it('again and again, is not given up as long as each attempt brings much', async () => {
    for (const at of [350_000, 700_000, 1_000_000]) hub.fail('w.bin', { kind: 'cut', at });
    const file = await open(large, { chunkBytes: 1_040_000, patience: { attempts: 1, stallMs: 30_000 } });
    expect(await file.sha256(never)).toBe(large.sha256);
    expect(network.pauses).toEqual([]);
  });

  it('by an abort rejects with its reason and asks for nothing more', async () => {
    const stop = new AbortController();
    const file = await open(large, {}, undefined, () => stop.abort(new Error('stop')));
    await expect(file.sha256(stop.signal)).rejects.toThrow('stop');
    hub.takeRequests();
    await expect(file.read(stop.signal, 0, 1)).rejects.toThrow('stop');
    expect(hub.takeRequests()).toEqual([]);
  });

  it('because the machine is offline is not tried elsewhere', async () => {
    network.online = false;
    const file = await open(large, {}, ['http://127.0.0.1:1', second.origin]);
    await expect(file.read(never, 0, 1)).rejects.toMatchObject({ code: 'download-offline' });
    expect(second.takeRequests()).toEqual([]);
  });
});

describe('wrong bytes', () => {
  it('of the right length are found by the hash of the file, and nothing of it is kept', async () => {
    hub.fail('w.bin', { kind: 'wrong-bytes', from: 700_000 });
    const file = await open(large, { lanes: 1 });
    await expect(file.sha256(never)).rejects.toMatchObject({
      code: 'model-file-corrupt',
      details: { file: 'w.bin' },
    });
    expect(await store.list()).toEqual([]);
    expect(await file.sha256(never)).toBe(large.sha256);
  });

  it('of a chunk that comes a second time are refused: what was read is what is hashed', async () => {
    const file = await open(large, { store: forgetfulChunkStore, chunkBytes: 150_000, lanes: 1 });
    await file.read(never, 0, 1_050_000);
    hub.fail('w.bin', { kind: 'wrong-bytes', from: 0 }, Infinity);
    await expect(file.read(never, 0, 10)).rejects.toMatchObject({ code: 'model-file-corrupt' });
    hub.heal();
    expect(await file.read(never, 0, 10)).toEqual(weights.slice(0, 10));
  });

  it('in storage are replaced', async () => {
    const file = await open(large, { chunkBytes: 150_000, lanes: 1 });
    await file.read(never, 0, 1_050_000);
    takeRanges();
    const [chunk] = await store.list();
    await store.write({ file: chunk?.file ?? '', index: 0 }, new ArrayBuffer(150_000));
    expect(await file.read(never, 0, 10)).toEqual(weights.slice(0, 10));
    expect(takeRanges()).toEqual(['bytes=0-149999']);
  });
});

describe('a small file', () => {
  it('is fetched whole, without a range', async () => {
    const file = await open(small);
    expect(await file.read(never, 2, 4)).toEqual(config.slice(2, 6));
    expect(hub.takeRequests()).toMatchObject([{ server: 'gateway', range: undefined, status: 200 }]);
  });

  it('starts over when it breaks off, and when its hash is wrong', async () => {
    hub.fail('config.json', { kind: 'cut', at: 10 });
    hub.fail('config.json', { kind: 'wrong-bytes', from: 3 });
    const file = await open(small);
    expect(await file.read(never, 0, config.length)).toEqual(config);
    expect(hub.takeRequests().map(({ range }) => range)).toEqual([undefined, undefined, undefined]);
  });

  it('whose hash is always wrong is refused before anybody reads it', async () => {
    hub.fail('config.json', { kind: 'wrong-bytes', from: 3 }, Infinity);
    const file = await open(small);
    await expect(file.read(never, 0, 1)).rejects.toMatchObject({ code: 'model-file-corrupt' });
    expect(await store.list()).toEqual([]);
  });

  it.each([
    ['a message of the hub', { ...small, path: 'gone.txt' }, undefined, 'json'],
    ['a web page', small, { kind: 'page' } as const, 'html'],
    ['longer than listed', { ...small, bytes: small.bytes - 1 }, undefined, 'length'],
    ['shorter than listed', { ...small, bytes: small.bytes + 1 }, undefined, 'length'],
  ])('that is %s is refused', async (_, file, fault, found) => {
    if (fault !== undefined) hub.fail(file.path, fault, Infinity);
    await expect((await open(file)).read(never, 0, 1)).rejects.toMatchObject({
      code: 'download-wrong-content',
      details: { found },
    });
  });
});

describe('a server that knows no ranges', () => {
  it('sends the file once, for all who wait, and what is stored is not stored again', async () => {
    await (await open()).read(never, 300_000, 10);
    takeRanges();
    hub.fail('w.bin', { kind: 'no-ranges' }, Infinity);
    const written = vi.spyOn(store, 'write');
    const file = await open();
    expect(await file.sha256(never)).toBe(large.sha256);
    expect(written.mock.calls.map(([{ index }]) => index)).toEqual([0, 2, 3]);
    expect(
      hub.takeRequests().filter(({ server, range }) => server === 'cdn' && range === undefined),
    ).toHaveLength(1);
  });

  it('starts over when it breaks off, and keeps the chunks that were complete', async () => {
    hub.fail('w.bin', { kind: 'no-ranges' }, Infinity);
    const file = await open();
    hub.fail('w.bin', { kind: 'cut', at: 1_000_000 }, 2);
    expect(await file.sha256(never)).toBe(large.sha256);
    await expectAllRight(file);
  });

  it('cannot be used where nothing can be stored', async () => {
    hub.fail('w.bin', { kind: 'no-ranges' }, Infinity);
    const file = await open(large, { store: forgetfulChunkStore, chunkBytes: 100_000 });
    await expect(file.read(never, 0, 10)).rejects.toMatchObject({ code: 'download-failed' });
  });
});

describe('storage', () => {
  it('that is full ends the download, with that cause', async () => {
    const full = { ...store, write: () => Promise.reject(new OfaError('storage-full', 'no room')) };
    const file = await open(large, { store: full }, [hub.origin, second.origin]);
    await expect(file.sha256(never)).rejects.toMatchObject({ code: 'storage-full' });
    expect(second.takeRequests()).toEqual([]);
  });

  it('that keeps nothing is no hindrance: each chunk is downloaded as it is needed', async () => {
    const file = await open(large, { store: forgetfulChunkStore });
    expect(await file.sha256(never)).toBe(large.sha256);
    await expectAllRight(file);
  });

  it('keeps content by its hash: another host goes on with what one has brought', async () => {
    await (await open()).read(never, 0, 600_000);
    hub.takeRequests();
    const file = await open(large, {}, [second.origin]);
    expect(file.storedBytes).toBe(600_000);
    expect(await file.sha256(never)).toBe(large.sha256);
    expect(hub.takeRequests()).toEqual([]);
    expect(takeRanges(second)).toEqual(allRanges.slice(2));
  });

  it('is emptied of a file that is not wanted any more, and of no other', async () => {
    const file = await open();
    await file.sha256(never);
    await (await open(small)).sha256(never);
    await file.forget();
    const left = await store.list();
    expect(left.map(({ bytes }) => bytes)).toEqual([small.bytes]);
  });
});
