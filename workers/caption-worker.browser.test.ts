import { proxy, wrap, type Remote } from 'comlink';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchGoldenBeams, fetchReference } from './testing/browser-reference.ts';
import { clearSiteData } from './testing/browser-storage.ts';
import type { GoldenImage } from './testing/golden-beams.ts';
import { nanoModel } from './testing/nano-model.ts';
import type { CaptionEvent, CaptionService, LoadedModel, ModelEvent } from './protocol/caption-service.ts';
import { keepErrorCodes } from './protocol/wire.ts';
import { openModelFolder } from './weights/open-model-folder.ts';
import { browserPlatform } from './weights/platform.ts';

const never = new AbortController().signal;
const folderUrl = new URL('/models/nano-zh/', location.href).href;

let images: readonly GoldenImage[];
let worker: Worker;
let service: Remote<CaptionService>;
let loaded: LoadedModel;
const loadEvents: ModelEvent[] = [];

/** Puts the model into this browser's storage, where the worker finds it: the test server serves no model. */
async function keepNano(): Promise<void> {
  const nano = await nanoModel(never, await (await fetchReference('nano-zh/vocab.txt')).text());
  const platform = browserPlatform();
  const fetch = async (url: string) => {
    const path = url.slice(folderUrl.length);
    return Promise.resolve(
      path === 'model.json' ? Response.json(nano.manifest) : new Response(nano.shards.get(path) ?? null),
    );
  };
  await openModelFolder(never, folderUrl, {
    platform: { ...platform, network: { ...platform.network, fetch } },
    chooseVariant: ({ variants }) => variants[0],
    onEvent: () => undefined,
  });
}

beforeAll(async () => {
  keepErrorCodes();
  ({ images } = await fetchGoldenBeams());
  await clearSiteData();
  await keepNano();
  worker = new Worker(new URL('./caption.worker.ts', import.meta.url), { type: 'module' });
  service = wrap<CaptionService>(worker);
  loaded = await service.loadModel(
    'load',
    { folderUrl, backends: ['wasm'] },
    proxy((event: ModelEvent) => void loadEvents.push(event)),
  );
});

afterAll(() => worker.terminate());

function picture(image: GoldenImage): Promise<Blob> {
  return fetchReference(`nano-zh/golden/${image.file}`);
}

function nothing(): void {}

it('loads a stored model on all threads there are, phase by phase', () => {
  expect(loaded).toMatchObject({ variant: 'fp32', backend: 'wasm', stored: true, skipped: [] });
  expect(loaded.threads).toBeGreaterThanOrEqual(2);
  const phases = loadEvents.map((event) => (event.phase === 'build' ? event.graph : event.phase));
  expect([...new Set(phases)]).toEqual(['manifest', 'download', 'engine', 'encoder', 'decoder', 'warm-up']);
});

it('captions picture files like the reference', async () => {
  for (const image of images) {
    const { hypotheses, timings } = await service.caption(
      image.name,
      await picture(image),
      {},
      proxy(nothing),
    );
    expect(hypotheses.map(({ text }) => text)).toEqual(image.cases[0].hyps.map(({ text }) => text));
    expect(timings.steps).toBeGreaterThan(1);
  }
});

it('stops before the next step when it is told to', async () => {
  let [told, last] = [0, 0];
  const stopped = service.caption(
    'stopped',
    await picture(images[0]),
    {},
    proxy((event: CaptionEvent) => {
      if (event.phase !== 'decode') return;
      last = event.step;
      // A page that is busy may not hear of every step.
      if (told > 0 || last < 2) return;
      told = last;
      void service.abort('stopped');
    }),
  );
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  // The step that was running when the message was sent may still be reported.
  expect(last).toBeLessThanOrEqual(told + 2);
});

it('refuses what is no picture by code, and goes on with the next', async () => {
  const text = new Blob(['not a picture']);
  await expect(service.caption('text', text, {}, proxy(nothing))).rejects.toMatchObject({
    name: 'OfaError',
    code: 'image-unsupported',
  });
  const { hypotheses } = await service.caption('next', await picture(images[0]), {}, proxy(nothing));
  expect(hypotheses[0].text).toBe(images[0].cases[0].hyps[0].text);
});
