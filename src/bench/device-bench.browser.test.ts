import { expect, it } from 'vitest';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { createCaptionClient, startCaptionWorker } from '../captions/caption-client.ts';
import { builtInModelFolder } from '../models/model-loader.ts';
import { type BenchPhase, measureDevice, medianOf } from './device-bench.ts';

keepErrorCodes();

const folderUrl = new URL(`/${builtInModelFolder}`, location.href).href;

async function pictures(): Promise<readonly Blob[]> {
  return Promise.all(
    ['cat', 'panda', 'shiba'].map(async (name) => (await fetch(`/samples/${name}.jpg`)).blob()),
  );
}

it('measures every picture but the first alone, then all at once', async () => {
  const phases: BenchPhase[] = [];
  const { signal } = new AbortController();
  const client = createCaptionClient(startCaptionWorker);
  const bench = { client, folderUrl, backend: 'wasm', pictures: await pictures() } as const;
  const result = await measureDevice(signal, bench, (phase) => phases.push(phase));
  expect(phases).toEqual(['load', 'captions', 'batch']);
  expect(result).toMatchObject({ model: 'ofa-meme-nano-zh', backend: 'wasm' });
  expect(result.captions).toHaveLength(2);
  for (const { encode, step, whole } of result.captions) {
    expect(encode).toBeGreaterThan(0);
    expect(step).toBeGreaterThan(0);
    expect(whole).toBeGreaterThan(encode + step);
  }
  expect(result.picturesPerMinute).toBeGreaterThan(0);
  expect(result.downloadBytes).toBeGreaterThan(1e6);
});

it('stops when it is aborted, and ends its worker', async () => {
  const controller = new AbortController();
  let ended = false;
  const client = createCaptionClient(startCaptionWorker);
  const watched = {
    ...client,
    dispose: () => {
      ended = true;
      client.dispose();
    },
  };
  const bench = { client: watched, folderUrl, backend: 'wasm', pictures: await pictures() } as const;
  const measuring = measureDevice(controller.signal, bench, () => controller.abort());
  await expect(measuring).rejects.toMatchObject({ name: 'AbortError' });
  expect(ended).toBe(true);
});

it('takes the middle value', () => {
  expect(medianOf([9, 1, 5])).toBe(5);
});
