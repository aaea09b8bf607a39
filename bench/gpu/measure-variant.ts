import { nodeRuntime } from '../../workers/cli/node-runtime.ts';
import {
  loadCaptionModel,
  releaseCaptionModel,
  warmUp,
  type CaptionModel,
} from '../../workers/ofa/caption-model.ts';
import type { ModelFolder, ModelVariant } from '../../workers/protocol/model-folder.ts';
import { median } from '../median.ts';
import { gpuRuntime } from './gpu-runtime.ts';
import { relativeError, resultsOf, timedCaption, waves, type Results } from './results.ts';

/** Times in milliseconds; errors are relative to what onnxruntime-node computes of the same variant. */
export interface VariantMeasurement {
  readonly model: string;
  readonly variant: string;
  readonly downloadMegabytes: number;
  /** Of the first variant with V8's compilation of ONNX Runtime, half a minute. */
  readonly load: number;
  /** The first run of both graphs, which compiles the shaders. */
  readonly warmUp: number;
  readonly encode: number;
  /** One step of five beams, its logits on the CPU. */
  readonly step: number;
  readonly caption: number;
  readonly encoderError: number;
  readonly logitsError: number;
  readonly sameCaption: boolean;
}

const beams = 5;
const steps = 16;

interface Times {
  readonly encode: number[];
  readonly step: number[];
  readonly caption: number[];
}

async function takeRound(
  signal: AbortSignal,
  device: GPUDevice,
  model: CaptionModel,
  pixels: Float32Array,
  times: Times,
): Promise<void> {
  const { preprocessing, prompt } = model.manifest;
  const started = performance.now();
  const picture = await model.encoder.encode(signal, pixels, preprocessing.patchImageSize, prompt.tokenIds);
  // What the encoder leaves on the GPU may not be computed yet.
  await device.queue.onSubmittedWorkDone();
  times.encode.push(performance.now() - started);
  const run = model.decoder.start(picture);
  await run.step(signal, Int32Array.of(model.tokenizer.bosId), Int32Array.of(0));
  for (let step = 0; step < steps; step += 1) {
    const tokens = Int32Array.from({ length: beams }, (_, row) => 100 + step + row);
    const from = Int32Array.from({ length: beams }, (_, row) => (step === 0 ? 0 : row));
    const stepStarted = performance.now();
    await run.step(signal, tokens, from);
    times.step.push(performance.now() - stepStarted);
  }
  run.dispose();
  picture.dispose();
  times.caption.push((await timedCaption(signal, model, pixels)).milliseconds);
}

async function cpuResults(
  signal: AbortSignal,
  folder: ModelFolder,
  variant: ModelVariant,
  pixels: Float32Array,
): Promise<Results> {
  const model = await loadCaptionModel(signal, nodeRuntime(), folder, variant, () => {});
  const results = await resultsOf(signal, model, pixels);
  await releaseCaptionModel(model);
  return results;
}

/** Runs a variant on `device`, captions `rounds` times, and compares with the CPU. */
export async function measureVariant(
  signal: AbortSignal,
  device: GPUDevice,
  folder: ModelFolder,
  variant: ModelVariant,
  rounds: number,
): Promise<VariantMeasurement> {
  const pixels = waves(folder.manifest.preprocessing.patchImageSize);
  const started = performance.now();
  const model = await loadCaptionModel(signal, gpuRuntime(device), folder, variant, () => {});
  const loaded = performance.now();
  await warmUp(signal, model);
  const warm = performance.now();
  const actual = await resultsOf(signal, model, pixels);
  const times: Times = { encode: [], step: [], caption: [] };
  for (let round = 0; round < rounds; round += 1) await takeRound(signal, device, model, pixels, times);
  await releaseCaptionModel(model);
  const expected = await cpuResults(signal, folder, variant, pixels);
  return {
    model: folder.manifest.id,
    variant: variant.name,
    downloadMegabytes: variant.bytes / 1e6,
    load: loaded - started,
    warmUp: warm - loaded,
    encode: median(times.encode),
    step: median(times.step),
    caption: median(times.caption),
    encoderError: relativeError(actual.values, expected.values),
    logitsError: relativeError(actual.logits, expected.logits),
    sameCaption: actual.caption === expected.caption,
  };
}
