import { beforeAll, describe, expect, it } from 'vitest';
import type { CaptionEvent } from '../../protocol/caption-service.ts';
import { fetchGoldenBeams, fetchGoldenFloats, fetchReference } from '../../testing/browser-reference.ts';
import type { GoldenBeams } from '../../testing/golden-beams.ts';
import { missingGpu } from '../../testing/missing-gpu.ts';
import { memoryFolder, nanoModel } from '../../testing/nano-model.ts';
import type { SmallModel } from '../../testing/small-model.ts';
import { loadCaptionModel, releaseCaptionModel, warmUp, type CaptionModel } from '../caption-model.ts';
import { caption } from '../captioner.ts';
import { browserRuntimes } from './browser-runtimes.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

const never = new AbortController().signal;
/** Of scores against the reference, absolute. */
const tolerance = 1e-3;

const openRuntime = browserRuntimes();

let golden: GoldenBeams;
let nano: SmallModel;

beforeAll(async () => {
  golden = await fetchGoldenBeams();
  nano = await nanoModel(never, await (await fetchReference('nano-zh/vocab.txt')).text());
});

/** Captions golden pictures and compares with the reference: texts and tokens equal, scores within tolerance. */
async function expectParity(runtime: OnnxRuntime, images: readonly string[]): Promise<CaptionModel> {
  const folder = memoryFolder(nano, nano.manifest);
  const model = await loadCaptionModel(never, runtime, folder, nano.manifest.variants[0], () => undefined);
  await warmUp(never, model);
  for (const name of images) {
    const expected = golden.images.find((image) => image.name === name)!.cases[0].hyps;
    const patchImage = await fetchGoldenFloats(`${name}.patch_image`);
    const events: CaptionEvent[] = [];
    const { hypotheses } = await caption(
      never,
      model,
      () => Promise.resolve(patchImage),
      new Blob(),
      {},
      (event) => events.push(event),
    );
    expect(hypotheses.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
    expect(hypotheses.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    for (const [index, { score }] of expected.entries()) {
      expect(Math.abs(hypotheses[index].score - score)).toBeLessThan(tolerance);
    }
    expect(events.slice(0, 3).map(({ phase }) => phase)).toEqual(['preprocess', 'encode', 'decode']);
  }
  return model;
}

/** Where the encoder leaves what only the decoder reads. */
async function encodedLocations({ encoder }: CaptionModel): Promise<Set<string>> {
  const pixels = await fetchGoldenFloats('photo_640x360.patch_image');
  const picture = await encoder.encode(never, pixels, 96, golden.input_ids);
  const locations = new Set(Object.values(picture.feeds).map(({ location }) => location));
  picture.dispose();
  return locations;
}

describe('WebAssembly', () => {
  it('captions like the reference, on two threads', async () => {
    expect(crossOriginIsolated).toBe(true);
    const runtime = await openRuntime('wasm');
    expect(runtime.threads).toBeGreaterThanOrEqual(2);
    const model = await expectParity(
      runtime,
      golden.images.map(({ name }) => name),
    );
    await releaseCaptionModel(model);
  });
});

describe('WebGPU', () => {
  it('captions like the reference, and leaves the picture’s keys and values on the GPU', async ({ skip }) => {
    const missing = await missingGpu();
    if (missing !== null) skip(`WebGPU is not tested here: ${missing}`);
    const model = await expectParity(await openRuntime('webgpu'), ['photo_640x360']);
    expect(await encodedLocations(model)).toEqual(new Set(['gpu-buffer']));
    await releaseCaptionModel(model);
    // A software adapter compiles each shader for seconds.
  }, 300_000);
});
