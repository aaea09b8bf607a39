import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeRuntime } from '../cli/node-runtime.ts';
import type { CaptionEvent, CaptionOptions } from '../protocol/caption-service.ts';
import { goldenBeams } from '../testing/golden-beams.ts';
import { memoryFolder, nanoModel } from '../testing/nano-model.ts';
import { goldenTensor, referencePath } from '../testing/reference.ts';
import type { SmallModel } from '../testing/small-model.ts';
import { loadCaptionModel, warmUp, type CaptionModel } from './caption-model.ts';
import { caption } from './captioner.ts';
import { PictureEncoder, type PreparePicture } from './picture-encoder.ts';

const never = new AbortController().signal;
const golden = goldenBeams();
const [photo] = golden.images;
const goldenPhoto: PreparePicture = async () =>
  Promise.resolve(goldenTensor('photo_640x360/patch_image').data as Float32Array);

let nano: SmallModel;
let model: CaptionModel;

async function load(changes: Partial<SmallModel['manifest']['generation']> = {}): Promise<CaptionModel> {
  const manifest = { ...nano.manifest, generation: { ...nano.manifest.generation, ...changes } };
  const folder = memoryFolder(nano, manifest);
  return loadCaptionModel(never, nodeRuntime(1), folder, manifest.variants[0], () => undefined);
}

beforeAll(async () => {
  nano = await nanoModel(never, readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8'));
  model = await load();
});

function captionPhoto(
  options: CaptionOptions = {},
  onEvent: (event: CaptionEvent) => void = () => undefined,
  signal = never,
) {
  return caption(signal, model, goldenPhoto, new Blob(), options, onEvent);
}

describe('a caption', () => {
  it('is the reference’s text, the n-best list best first', async () => {
    const { hypotheses, timings } = await captionPhoto();
    expect(hypotheses.map(({ text, tokens, finished }) => ({ text, tokens, finished }))).toEqual(
      photo.cases[0].hyps.map(({ text, tokens }) => ({ text, tokens, finished: true })),
    );
    expect(timings.steps).toBe(17);
    expect(timings.encode).toBeGreaterThan(0);
    expect(timings.decode).toBeGreaterThan(0);
  });

  it('grows before one’s eyes: phases in order, every step with texts, best first', async () => {
    const events: CaptionEvent[] = [];
    const { hypotheses } = await captionPhoto({}, (event) => events.push(event));
    expect(events.map(({ phase }) => phase)).toEqual([
      'preprocess',
      'encode',
      ...Array.from({ length: 17 }, () => 'decode'),
    ]);
    const steps = events.filter((event) => event.phase === 'decode');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
    expect(steps[0].hypotheses.map(({ text }) => text)).toContain('爱');
    expect(steps.at(-1)?.hypotheses).toEqual(hypotheses);
  });

  it('is made with the settings asked for', async () => {
    const greedy = photo.cases.find(({ name }) => name === 'greedy');
    const { hypotheses } = await captionPhoto({ settings: { beamSize: 1 } });
    expect(hypotheses.map(({ text }) => text)).toEqual(greedy?.hyps.map(({ text }) => text));
  });

  it('is one of the answers, if the model has answers', async () => {
    const answering = await load({ answers: golden.trie_answers });
    const { hypotheses } = await caption(never, answering, goldenPhoto, new Blob(), {}, () => undefined);
    const expected = photo.cases.find(({ name }) => name === 'trie');
    expect(hypotheses.map(({ text }) => text)).toEqual(expected?.hyps.map(({ text }) => text));
  });

  it('keeps the blanks between words, if the model says so', async () => {
    const { hypotheses } = await caption(
      never,
      await load({ detokenize: false }),
      goldenPhoto,
      new Blob(),
      {},
      () => undefined,
    );
    expect(hypotheses.map(({ text }) => text)).toEqual(photo.cases[0].hyps.map(({ decoded }) => decoded));
  });
});

/** A grey picture of the size asked for, noted in `sides`. */
function grey(sides: number[]): PreparePicture {
  return async (_, __, { patchImageSize: side }) => {
    sides.push(side);
    return Promise.resolve(new Float32Array(3 * side * side));
  };
}

/** The sides of the pictures that a model looks at for one caption. */
async function sidesSeen(seeing: CaptionModel, options: CaptionOptions): Promise<readonly number[]> {
  const sides: number[] = [];
  const { hypotheses } = await caption(never, seeing, grey(sides), new Blob(), options, () => undefined);
  expect(hypotheses).not.toHaveLength(0);
  return sides;
}

describe('a faster look', () => {
  it('takes the smaller picture that the model has', async () => {
    const { manifest } = model;
    const fast = {
      ...model,
      manifest: { ...manifest, preprocessing: { ...manifest.preprocessing, fastImageSize: 64 } },
    };
    expect(await sidesSeen(fast, { resolution: 'fast' })).toEqual([64]);
    expect(await sidesSeen(fast, {})).toEqual([96]);
  });

  it('is as close as any where the model has none', async () => {
    expect(await sidesSeen(model, { resolution: 'fast' })).toEqual([96]);
  });

  it('does not take the place of a close one', async () => {
    const { manifest } = model;
    const preprocessing = { ...manifest.preprocessing, fastImageSize: 64 };
    const sides: number[] = [];
    const pictures = new PictureEncoder({ ...model, manifest: { ...manifest, preprocessing } }, grey(sides));
    const image = new Blob(['grey']);
    for (const resolution of ['fast', 'full', 'full', 'fast'] as const) {
      await pictures.encode(never, image, resolution, () => undefined);
    }
    expect(sides).toEqual([64, 96, 64]);
    pictures.forget();
  });
});

describe('an abort', () => {
  it('that arrives as a message is heard before the next step', async () => {
    const controller = new AbortController();
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => controller.abort());
    port1.start();
    let steps = 0;
    const stopped = captionPhoto(
      {},
      (event) => {
        if (event.phase === 'decode') steps = event.step;
        if (steps === 3) port2.postMessage('abort');
      },
      controller.signal,
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toBe(3);
    port1.close();
  });

  it('leaves the model usable', async () => {
    const controller = new AbortController();
    const stopped = captionPhoto(
      {},
      ({ phase }) => {
        if (phase === 'encode') controller.abort();
      },
      controller.signal,
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect((await captionPhoto()).hypotheses[0].text).toBe(photo.cases[0].hyps[0].text);
  });
});

describe('settings are refused', () => {
  it.each([
    ['out of range', { beamSize: 0 }, 'beam_size'],
    ['longer than the decoder’s positions', { maxLenB: 64 }, 'max_len_b'],
    ['for image codes, which a caption graph cannot place', { genCode: true }, 'gen_code'],
  ])('when %s', async (_, settings, setting) => {
    await expect(captionPhoto({ settings })).rejects.toMatchObject({
      code: 'setting-invalid',
      details: { setting },
    });
  });
});

describe('loadCaptionModel', () => {
  it('says which graph it builds', async () => {
    const phases: unknown[] = [];
    const folder = memoryFolder(nano, nano.manifest);
    const loaded = await loadCaptionModel(never, nodeRuntime(1), folder, nano.manifest.variants[0], (event) =>
      phases.push(event),
    );
    await warmUp(never, loaded);
    expect(phases).toEqual([
      { phase: 'build', graph: 'encoder' },
      { phase: 'build', graph: 'decoder' },
    ]);
  });

  it('gives a graph that ONNX Runtime cannot take a code', async () => {
    const damaged = {
      ...nano,
      shards: new Map([...nano.shards, ['fp32/decoder.onnx', new Uint8Array(100)]]),
    };
    const folder = memoryFolder(damaged, nano.manifest);
    const decoder = {
      ...nano.manifest.variants[0].decoder,
      model: {
        path: 'fp32/decoder.onnx',
        bytes: 100,
        shards: [{ path: 'fp32/decoder.onnx', bytes: 100, sha256: '' }],
      },
    };
    const variant = { ...nano.manifest.variants[0], decoder };
    await expect(
      loadCaptionModel(never, nodeRuntime(1), folder, variant, () => undefined),
    ).rejects.toMatchObject({ code: 'backend-failed' });
  });
});
