import { readFileSync } from 'node:fs';
import type { Tensor } from 'onnxruntime-web/wasm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeRuntime } from '../cli/node-runtime.ts';
import type { CaptionEvent, CaptionOptions } from '../protocol/caption-service.ts';
import { memoryFolder, nanoModel } from '../testing/nano-model.ts';
import { goldenTensor, referencePath } from '../testing/reference.ts';
import { withWatchedRuns } from '../testing/watched-runs.ts';
import { loadCaptionModel, warmUp, type CaptionModel } from './caption-model.ts';
import { caption, captionWith } from './captioner.ts';
import { PictureEncoder, type PreparePicture } from './picture-encoder.ts';
import type { OnnxRuntime } from './session/onnx-runtime.ts';

const never = new AbortController().signal;
const preparePhoto: PreparePicture = async () =>
  Promise.resolve(goldenTensor('photo_640x360/patch_image').data as Float32Array);

/** Tensors that graphs have left on the device and nobody has freed. Where they are computed, here in Node, is all one. */
const held = new Set<Tensor>();
/** The run that fails, counted down; never at 0. */
let runsLeft = 0;
let model: CaptionModel;

function watched(runtime: OnnxRuntime): OnnxRuntime {
  return withWatchedRuns(runtime, async (run, { residentOutputs }) => {
    runsLeft -= 1;
    if (runsLeft === 0) throw new Error('The device is gone');
    const outputs = await run();
    for (const name of residentOutputs) {
      const tensor = outputs[name];
      held.add(tensor);
      Object.assign(tensor, { dispose: () => void held.delete(tensor) });
    }
    return outputs;
  });
}

beforeAll(async () => {
  const nano = await nanoModel(never, readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8'));
  const folder = memoryFolder(nano, nano.manifest);
  const [variant] = nano.manifest.variants;
  model = await loadCaptionModel(never, watched(nodeRuntime(1)), folder, variant, () => undefined);
});

beforeEach(() => {
  runsLeft = 0;
  held.clear();
});

function captionPhoto(
  options: CaptionOptions = {},
  onEvent: (event: CaptionEvent) => void = () => undefined,
) {
  return caption(never, model, preparePhoto, new Blob(), options, onEvent);
}

describe('nothing is left on the device', () => {
  it('of the warm-up', async () => {
    await warmUp(never, model);
    expect(held.size).toBe(0);
  });

  it('of captions that were searched for, or drawn', async () => {
    let most = 0;
    await captionPhoto({}, () => (most = Math.max(most, held.size)));
    expect(most).toBeGreaterThan(0);
    expect(held.size).toBe(0);
    await captionPhoto({ sampling: { count: 3, seed: 1 } });
    expect(held.size).toBe(0);
  });

  it('of captions that are stopped in the middle', async () => {
    const controller = new AbortController();
    const stop = ({ phase }: CaptionEvent): void => {
      if (phase === 'decode') controller.abort();
    };
    await expect(caption(controller.signal, model, preparePhoto, new Blob(), {}, stop)).rejects.toMatchObject(
      { name: 'AbortError' },
    );
    expect(held.size).toBe(0);
  });

  it.each([
    ['the encoder', 1],
    ['the first step', 2],
    ['a later step', 5],
  ])('of captions that fail in %s', async (_, run) => {
    runsLeft = run;
    await expect(captionPhoto()).rejects.toThrow('gone');
    expect(held.size).toBe(0);
  });

  it('but the picture that was captioned last', async () => {
    const pictures = new PictureEncoder(model, preparePhoto);
    const sizes: number[] = [];
    for (const content of ['a', 'b', 'c']) {
      await captionWith(never, model, pictures, new Blob([content]), {}, () => undefined);
      sizes.push(held.size);
    }
    expect(sizes[0]).toBeGreaterThan(0);
    expect(sizes).toEqual([sizes[0], sizes[0], sizes[0]]);
    pictures.forget();
    expect(held.size).toBe(0);
  });
});
