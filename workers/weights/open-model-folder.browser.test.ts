import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ModelEvent } from '../protocol/caption-service.ts';
import { clearSiteData, limitStorage } from '../testing/browser-storage.ts';
import { deferred } from '../testing/deferred.ts';
import { contentOf, smallModel } from '../testing/small-model.ts';
import { openModelFolder } from './open-model-folder.ts';
import { browserPlatform, type WeightsPlatform } from './platform.ts';
import { requiredShards } from '../protocol/model-files.ts';

const never = new AbortController().signal;
const folderUrl = 'https://models.example/small/';
const model = await smallModel();
const [variant] = model.manifest.variants;
const shards = requiredShards(model.manifest, variant);
let requests: string[];

beforeEach(async () => {
  requests = [];
  await clearSiteData();
});
afterEach(() => limitStorage());

/** A tab of this browser: its own connections and memory; everything is the browser's own except the server. */
function newTab(serve: (path: string) => Response | Promise<Response> = answer): WeightsPlatform {
  const platform = browserPlatform();
  const fetch = async (url: string) => {
    const path = decodeURIComponent(url.slice(folderUrl.length));
    requests.push(path);
    return serve(path);
  };
  return { ...platform, network: { ...platform.network, fetch } };
}

function answer(path: string): Response {
  if (path === 'model.json') return Response.json(model.manifest);
  return new Response(model.shards.get(path) ?? null, { status: model.shards.has(path) ? 200 : 404 });
}

function open(platform: WeightsPlatform, onEvent: (event: ModelEvent) => void = () => {}) {
  return openModelFolder(never, folderUrl, { platform, chooseVariant: () => variant, onEvent });
}

async function expectReadable(folder: Awaited<ReturnType<typeof open>>): Promise<void> {
  for (const file of [variant.encoder.model, ...variant.decoder.externalData]) {
    expect(await folder.read(never, file)).toEqual(contentOf(model, file));
  }
}

it('keeps a model in the browser, and opens it on the next visit without a network', async () => {
  expect((await open(newTab())).stored).toBe(true);
  requests = [];
  const folder = await open(newTab(() => Promise.reject(new TypeError('Failed to fetch'))));
  expect(folder.stored).toBe(true);
  await expectReadable(folder);
  expect(requests).toEqual(['model.json']);
});

it('downloads once when two tabs open the same model at the same time', async () => {
  const folders = await Promise.all([open(newTab()), open(newTab())]);
  for (const folder of folders) {
    expect(folder.stored).toBe(true);
    await expectReadable(folder);
  }
  const paths = requests.filter((path) => path !== 'model.json');
  expect(paths.sort()).toEqual(shards.map(({ path }) => path).sort());
});

it('tells the second tab that it waits, and lets it download when the first gives up', async () => {
  const giveUp = deferred();
  const failing = async (path: string) => {
    if (path === 'model.json') return answer(path);
    await giveUp.promise;
    return new Response(null, { status: 404 });
  };
  const first = open(newTab(failing));
  await expect.poll(() => requests).toContain('vocab.txt');
  const phases: ModelEvent['phase'][] = [];
  const second = open(newTab(), ({ phase }) => phases.push(phase));
  await expect.poll(() => phases).toContain('wait');
  giveUp.resolve();
  await expect(first).rejects.toMatchObject({ code: 'download-not-found' });
  await expectReadable(await second);
  expect(phases.at(-1)).toBe('download');
});

it('downloads what an open model lost when the person cleared the site data', async () => {
  const folder = await open(newTab());
  await clearSiteData();
  requests = [];
  await expectReadable(folder);
  expect(requests).toContain(variant.encoder.model.path);
});

it('runs from memory when the browser has no room', async () => {
  await limitStorage(1024);
  const folder = await open(newTab());
  expect(folder.stored).toBe(false);
  await expectReadable(folder);
});

it('reports progress up to the last byte', async () => {
  const events: ModelEvent[] = [];
  await open(newTab(), (event) => events.push(event));
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(events[0]).toEqual({ phase: 'manifest' });
  expect(events.at(-1)).toMatchObject({ phase: 'download', loadedBytes: total, totalBytes: total });
});
