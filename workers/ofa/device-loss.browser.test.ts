import { proxy, type Remote, wrap } from 'comlink';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LoadModelRequest, SkippedBackend } from '../protocol/caption-service.ts';
import { keepErrorCodes } from '../protocol/wire.ts';
import { fetchGoldenBeams } from '../testing/browser-reference.ts';
import type { LosingService } from '../testing/device-loss.test-worker.ts';
import { missingGpu } from '../testing/missing-gpu.ts';

/** A software adapter compiles each shader for a good part of a second. */
const timeout = 300_000;
const request: LoadModelRequest = { folderUrl: 'memory:/', backends: ['webgpu', 'wasm'] };

let expected: readonly string[];
let missing: string | null;
const workers: Worker[] = [];
let service: Remote<LosingService>;

beforeAll(async () => {
  keepErrorCodes();
  const { images } = await fetchGoldenBeams();
  const photo = images.find(({ name }) => name === 'photo_640x360')!;
  expected = photo.cases[0].hyps.map(({ text }) => text);
  missing = await missingGpu();
});

beforeEach(({ skip }) => {
  if (missing !== null) skip(`WebGPU is not tested here: ${missing}`);
  const worker = new Worker(new URL('../testing/device-loss.test-worker.ts', import.meta.url), {
    type: 'module',
  });
  workers.push(worker);
  service = wrap<LosingService>(worker);
});

afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

function nothing(): void {}

function load(failed: readonly SkippedBackend[] = []) {
  return service.loadModel('load', { ...request, failed }, proxy(nothing));
}

async function caption(): Promise<readonly string[]> {
  const { hypotheses } = await service.caption('caption', new Blob(['photo']), {}, proxy(nothing));
  return hypotheses.map(({ text }) => text);
}

describe('a graphics device that is lost', () => {
  it.for([
    ['while the model is built', 0],
    ['while it encodes its first picture', 2],
  ] as const)('%s leaves the model to the processor, which captions', { timeout }, async ([, operation]) => {
    await service.loseDevice(operation);
    const { backend, skipped } = await load();
    expect(backend).toBe('wasm');
    expect(skipped).toMatchObject([{ backend: 'webgpu', code: 'backend-lost' }]);
    expect(await caption()).toEqual(expected);
  });

  it.for([
    // After two graphs, the warm-up, the encoder and the first step.
    ['while captions are written ends them', () => service.loseDevice(6)],
    ['between two pictures ends the next one’s captions', () => service.loseDeviceNow()],
  ] as const)('%s with its name; the processor writes them', { timeout }, async ([, lose]) => {
    expect(await load()).toMatchObject({ backend: 'webgpu', skipped: [] });
    await lose();
    await expect(caption()).rejects.toMatchObject({ code: 'backend-lost' });
    const loaded = await load([{ backend: 'webgpu', code: 'backend-lost', reason: 'destroyed' }]);
    expect(loaded.backend).toBe('wasm');
    expect(await caption()).toEqual(expected);
  });
});
