/** What a model computes of one picture, to compare one place with another. */
import type { CaptionModel } from '../../workers/ofa/caption-model.ts';
import { caption } from '../../workers/ofa/captioner.ts';
import { graphNames } from '../../workers/protocol/graph-names.ts';
import type { GenerationSettings } from '../../workers/protocol/generation.ts';
import { toFloat32 } from '../../workers/convert/quantize/half.ts';

export interface Results {
  /** The last layer's cross-attention values. */
  readonly values: Float32Array;
  /** Of the first step. */
  readonly logits: Float32Array;
  readonly caption: string;
}

/** A length of its own, since formula weights end captions at random. */
const captionSettings: Partial<GenerationSettings> = { minLen: 15, maxLenB: 15 };

/** Waves instead of a picture, [3, side, side], which differ between the channels. */
export function waves(side: number): Float32Array {
  return Float32Array.from(
    { length: 3 * side * side },
    (_, index) => Math.sin(index / 7) * Math.cos(index / 997),
  );
}

/** The caption of `pixels`, and how long it took in milliseconds. */
export async function timedCaption(
  signal: AbortSignal,
  model: CaptionModel,
  pixels: Float32Array,
): Promise<{ readonly text: string; readonly milliseconds: number }> {
  const started = performance.now();
  const prepare = async () => Promise.resolve(pixels.slice());
  const options = { settings: captionSettings };
  const { hypotheses } = await caption(signal, model, prepare, new Blob(), options, () => {});
  return { text: hypotheses[0].text, milliseconds: performance.now() - started };
}

function asFloats(values: ArrayLike<number> | Uint16Array, type: string): Float32Array {
  const isHalves = type === 'float16' && values instanceof Uint16Array;
  return isHalves ? toFloat32(values) : Float32Array.from(values);
}

export async function resultsOf(
  signal: AbortSignal,
  model: CaptionModel,
  pixels: Float32Array,
): Promise<Results> {
  const { architecture, preprocessing, prompt } = model.manifest;
  const picture = await model.encoder.encode(signal, pixels, preprocessing.patchImageSize, prompt.tokenIds);
  const run = model.decoder.start(picture);
  const step = await run.step(signal, Int32Array.of(model.tokenizer.bosId), Int32Array.of(0));
  const logits = step.slice();
  run.dispose();
  const last = picture.feeds[graphNames.crossValue(architecture.decoderLayers - 1)];
  const values = asFloats((await last.getData()) as ArrayLike<number>, last.type);
  picture.dispose();
  return { values, logits, caption: (await timedCaption(signal, model, pixels)).text };
}

function squares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/** ‖actual - expected‖ / ‖expected‖ */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  const difference = actual.map((value, index) => value - expected[index]);
  return Math.sqrt(squares(difference) / squares(expected));
}
