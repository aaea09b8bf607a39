/** The convert worker in a real browser, across origins, with its own storage. */
import { proxy, wrap, type Remote } from 'comlink';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CaptionService } from './protocol/caption-service.ts';
import type { AcquireEvent, ConvertService, HubRequest } from './protocol/convert-service.ts';
import type { LocalFile } from './protocol/model-folder.ts';
import { keepErrorCodes } from './protocol/wire.ts';
import { hubs } from './testing/browser-hub.ts';
import { clearSiteData, limitStorage } from './testing/browser-storage.ts';
import type { Fault } from './testing/stand-in-hub/faults.ts';
import { sha256Hex } from './weights/sha256.ts';

const weights = 'pytorch_model.bin';
const reference = 'damo/ofa_nano@v1.0.2';
const about = {
  id: 'nano',
  title: { zh: 'Nano', en: 'Nano' },
  licence: { name: 'none', notice: { zh: '-', en: '-' } },
};

/** A tab's convert worker. */
interface Tab {
  readonly service: Remote<ConvertService>;
  close(): void;
}

let sites: readonly [string, string];
let tabs: Tab[] = [];

beforeAll(async () => {
  keepErrorCodes();
  sites = [await hubs.origin('first'), await hubs.origin('second')];
});
beforeEach(() => clearSiteData());
afterEach(async () => {
  for (const tab of tabs) tab.close();
  tabs = [];
  await limitStorage();
  await hubs.heal('first');
  await hubs.heal('second');
});

function openTab(): Tab {
  const worker = new Worker(new URL('./convert.worker.ts', import.meta.url), { type: 'module' });
  const tab = { service: wrap<ConvertService>(worker), close: () => worker.terminate() };
  tabs.push(tab);
  return tab;
}

function get(tab: Tab, changes: Partial<HubRequest> = {}, onEvent: (event: AcquireEvent) => void = () => {}) {
  const request = { reference, sites: [sites[0]], about, precision: 'int8', ...changes };
  return tab.service.fromHub('get', request, proxy(onEvent));
}

/** The model's files, out of storage, as paths and hashes in order of path. */
async function exportedHashes(tab: Tab): Promise<readonly (readonly [string, string])[]> {
  const { models } = await tab.service.listStorage();
  const hashes: (readonly [string, string])[] = [];
  const take = async ({ path, blob }: LocalFile) => {
    hashes.push([path, await sha256Hex(await blob.arrayBuffer())]);
  };
  await tab.service.exportFiles('export', models[0], proxy(take));
  return hashes.sort(([a], [b]) => (a < b ? -1 : 1));
}

let written: Promise<readonly (readonly [string, string])[]> | undefined;

/** The same of what `npm run convert -- --from` writes for the same model. */
async function expectedHashes(): Promise<readonly (readonly [string, string])[]> {
  const described = ['--id', 'nano', '--title-en', 'Nano', '--licence', 'none'];
  const notices = ['--notice-zh', '-', '--notice-en', '-'];
  const from = ['--from', reference, '--hub-host', await hubs.origin('undisturbed')];
  written ??= hubs.convert([...from, '--precision', 'int8', ...described, ...notices]);
  return [...(await written)].sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Range {
  readonly first: number;
  readonly last: number;
}

async function takeRanges(hub = 'first'): Promise<readonly Range[]> {
  const requests = await hubs.takeRequests(hub);
  return requests.flatMap(({ server, range }) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(server === 'cdn' ? (range ?? '') : '') ?? [];
    return first === undefined ? [] : [{ first: Number(first), last: Number(last) }];
  });
}

function sumOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

it('converts, while it downloads, to the bytes that the command line writes', async () => {
  const tab = openTab();
  expect(await get(tab)).toMatchObject({ variant: 'int8', stored: true });
  expect(await exportedHashes(tab)).toEqual(await expectedHashes());
});

it('causes no preflight, and sends no header to a hub but a closed range', async () => {
  await get(openTab());
  const requests = await hubs.takeRequests('first');
  expect(requests.length).toBeGreaterThan(5);
  for (const { method, headers } of requests) {
    expect(method).toBe('GET');
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
    expect(headers.range ?? 'bytes=0-1').toMatch(/^bytes=\d+-\d+$/);
  }
});

it('gives the caption worker a model that it opens by its address', async () => {
  const { folderUrl, variant } = await get(openTab());
  const worker = new Worker(new URL('./caption.worker.ts', import.meta.url), { type: 'module' });
  try {
    const caption = wrap<CaptionService>(worker);
    await hubs.takeRequests('first');
    const request = { folderUrl, variant, backends: ['wasm'] } as const;
    const loaded = await caption.loadModel(
      'load',
      request,
      proxy(() => {}),
    );
    expect(loaded).toMatchObject({ variant: 'int8', stored: true });
    expect(await hubs.takeRequests('first')).toEqual([]);
  } finally {
    worker.terminate();
  }
});

it('gives the caption worker a model that is in no storage', async () => {
  const model = await get(openTab(), { inMemory: true });
  expect(model.stored).toBe(false);
  const worker = new Worker(new URL('./caption.worker.ts', import.meta.url), { type: 'module' });
  try {
    const caption = wrap<CaptionService>(worker);
    const loaded = await caption.loadModel(
      'load',
      { ...model, backends: ['wasm'] },
      proxy(() => {}),
    );
    expect(loaded).toMatchObject({ variant: 'int8', stored: false });
  } finally {
    worker.terminate();
  }
});

/** Gets the model until the line falls silent in the second chunk; the others are kept by then. */
async function getHalf(tab: Tab): Promise<{ readonly ending: Promise<unknown> }> {
  await hubs.fail('first', weights, { kind: 'stall', at: 10_000_000 });
  const ending = get(tab).catch((error: unknown) => error);
  const keptBytes = async () => (await tab.service.listStorage()).leftovers[0]?.bytes ?? 0;
  await expect.poll(keptBytes, { timeout: 20_000 }).toBeGreaterThan(8 * 2 ** 20);
  return { ending };
}

describe('what breaks off is not lost', () => {
  it('when the tab is closed', async () => {
    const tab = openTab();
    await getHalf(tab);
    tab.close();
    const next = openTab();
    const [leftover] = (await next.service.listStorage()).leftovers;
    expect(leftover).toMatchObject({ reference: `modelscope:${reference}` });
    await hubs.takeRequests('first');
    await get(next);
    expect(sumOf(await takeRanges())).toBeLessThanOrEqual((leftover.totalBytes ?? 0) - leftover.bytes);
    expect(await exportedHashes(next)).toEqual(await expectedHashes());
    expect((await next.service.listStorage()).leftovers).toEqual([]);
  });

  it('when it is paused, and goes on to the byte', async () => {
    const tab = openTab();
    const { ending } = await getHalf(tab);
    await tab.service.abort('get');
    expect(await ending).toMatchObject({ name: 'AbortError' });
    await hubs.takeRequests('first');
    await get(tab);
    // The beginning of the chunk that fell silent was kept too.
    expect(await takeRanges()).toContainEqual({ first: 10_000_000, last: 2 * 8 * 2 ** 20 - 1 });
    expect(await exportedHashes(tab)).toEqual(await expectedHashes());
  });
});

describe('a fault on the way is made good', () => {
  it.each<[string, Fault]>([
    ['the connection breaks off', { kind: 'cut', at: 9_000_000 }],
    ['the hub asks for patience', { kind: 'status', status: 429 }],
    ['the hub fails', { kind: 'status', status: 500, server: 'cdn' }],
    ['the range is refused', { kind: 'status', status: 416, server: 'cdn' }],
    ['the signed address has expired', { kind: 'expired' }],
    ['the hub sends the whole file', { kind: 'no-ranges' }],
    ['a byte too many comes', { kind: 'surplus' }],
    ['the content network forgets to let us read', { kind: 'no-cors', server: 'cdn' }],
  ])('when %s', async (_, fault) => {
    await hubs.fail('first', weights, fault);
    const tab = openTab();
    await get(tab);
    expect(await exportedHashes(tab)).toEqual(await expectedHashes());
  });

  it.each<[string, Fault]>([
    ['sends a web page', { kind: 'page' }],
    ['sends a web page from its content network', { kind: 'page', server: 'cdn' }],
    ['does not have the file', { kind: 'status', status: 404 }],
  ])('by the next host when the first always %s', async (_, fault) => {
    await hubs.fail('first', weights, fault, 1000);
    const tab = openTab();
    await get(tab, { sites });
    expect((await takeRanges('second')).length).toBeGreaterThan(0);
    expect(await exportedHashes(tab)).toEqual(await expectedHashes());
  });

  it('by the next host when the first lets no page read it', async () => {
    await hubs.setCors('first', false);
    const tab = openTab();
    await get(tab, { sites });
    expect(await exportedHashes(tab)).toEqual(await expectedHashes());
  });

  it('by the next host when the first always sends wrong bytes', async () => {
    await hubs.fail('first', weights, { kind: 'wrong-bytes', from: 9_000_000 }, 1000);
    const tab = openTab();
    await get(tab, { sites });
    expect((await takeRanges('second')).length).toBeGreaterThan(0);
    expect(await exportedHashes(tab)).toEqual(await expectedHashes());
  });

  it('by trying again when the bytes were wrong', async () => {
    await hubs.fail('first', weights, { kind: 'wrong-bytes', from: 2 * 8 * 2 ** 20 - 16 });
    const tab = openTab();
    await expect(get(tab)).rejects.toMatchObject({ code: 'model-file-corrupt' });
    expect((await tab.service.listStorage()).models).toEqual([]);
    await get(tab);
    expect(await exportedHashes(tab)).toEqual(await expectedHashes());
  });
});

describe('a failure has a name', () => {
  it.each<[string, string, string, Fault]>([
    ['a web page', 'download-wrong-content', weights, { kind: 'page' }],
    ['a web page for the list', 'download-wrong-content', '', { kind: 'page' }],
    ['a missing file', 'download-not-found', weights, { kind: 'status', status: 404 }],
  ])('%s: %s', async (_, code, path, fault) => {
    await hubs.fail('first', path, fault, 1000);
    await expect(get(openTab())).rejects.toMatchObject({ name: 'OfaError', code });
  });

  it('a model that the hub does not know', async () => {
    await expect(get(openTab(), { reference: 'damo/nothing' })).rejects.toMatchObject({
      code: 'download-not-found',
    });
  });

  it('a hub that lets no page read it', async () => {
    await hubs.setCors('first', false);
    await expect(get(openTab())).rejects.toMatchObject({ code: 'download-blocked' });
  });

  it('JSON with status 200 instead of a file', async () => {
    // The stand-in hub answers so, as ModelScope does, for a file that it has not.
    const files = ['config.json', 'configuration.json', 'vocab.txt', 'model.safetensors'];
    const pinned = files.map((path) => ({ path, bytes: 300 }));
    await expect(get(openTab(), { files: pinned })).rejects.toMatchObject({ code: 'download-wrong-content' });
  });

  it('a file of another length than is pinned', async () => {
    const files = [{ path: 'vocab.txt', bytes: 7 }];
    await expect(get(openTab(), { files })).rejects.toMatchObject({
      code: 'download-wrong-content',
      details: { found: 'length', expectedBytes: 7 },
    });
  });

  it('no room, with how much more is needed; what has come stays', async () => {
    await limitStorage(12 * 2 ** 20);
    const tab = openTab();
    const error: unknown = await get(tab).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'storage-full', details: { neededBytes: expect.any(Number) } });
    const { models, leftovers } = await tab.service.listStorage();
    expect(models).toEqual([]);
    const kept = leftovers.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(kept).toBeGreaterThan(0);
    await limitStorage();
    await hubs.takeRequests('first');
    const next = openTab();
    await get(next);
    const whole = leftovers[0]?.totalBytes ?? 0;
    expect(sumOf(await takeRanges())).toBeLessThan(whole);
    expect(await exportedHashes(next)).toEqual(await expectedHashes());
  });
});

it('downloads once when two tabs get the same model', async () => {
  const [first, second] = [openTab(), openTab()];
  const [one, other] = await Promise.all([get(first), get(second)]);
  expect(other.folderUrl).toBe(one.folderUrl);
  const ranges = (await takeRanges()).map((range) => JSON.stringify(range));
  expect(ranges.length).toBe(new Set(ranges).size);
});

it('keeps what a tab is working on from being removed by another', async () => {
  await hubs.fail('first', weights, { kind: 'stall', at: 10_000_000 });
  const [working, other] = [openTab(), openTab()];
  get(working).catch(() => {});
  await expect
    .poll(async () => (await other.service.listStorage()).leftovers, { timeout: 20_000 })
    .toMatchObject([{ active: true }]);
  const [{ id }] = (await other.service.listStorage()).leftovers;
  await other.service.deleteLeftover(id);
  expect((await other.service.listStorage()).leftovers).toHaveLength(1);
  working.close();
  await expect
    .poll(async () => (await other.service.listStorage()).leftovers)
    .toMatchObject([{ active: false }]);
  await other.service.deleteLeftover(id);
  expect((await other.service.listStorage()).leftovers).toEqual([]);
});

it('takes a model back from the zip file that it wrote', async () => {
  const tab = openTab();
  const key = await get(tab);
  const zip = await tab.service.exportZip(
    'zip',
    key,
    proxy(() => {}),
  );
  const expected = await exportedHashes(tab);
  await tab.service.deleteModel({ folderUrl: key.folderUrl, variant: key.variant });
  const files = [{ path: 'nano.zip', blob: zip }];
  await tab.service.fromFiles(
    'take',
    files,
    { about, precision: 'int8' },
    proxy(() => {}),
  );
  expect(await exportedHashes(tab)).toEqual(expected);
});
