/**
 * A checkpoint folder to a model folder:
 * 1. Read the configuration and open the checkpoint; no weights yet.
 * 2. Build and lay out the graphs of every variant: now every tensor is known to be there, and every size.
 * 3. Write the graphs' files shard by shard, one tensor in memory at a time.
 * 4. Take the checkpoint's hash: by then a checkpoint that is still arriving has come to its end.
 * 5. Write `vocab.txt`, and last `model.json`. An older `model.json` goes before the first file of the new model
 *    comes, so that at any moment the folder holds a whole model or none.
 */
import type { ConversionEvent, ModelDescription } from '../protocol/conversion.ts';
import { OfaError } from '../protocol/errors.ts';
import { modelFormatVersion } from '../protocol/model-folder.ts';
import type { ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { parseManifest } from '../weights/manifest.ts';
import { hashFile } from './checkpoint/checkpoint-hash.ts';
import { openCheckpoint } from './checkpoint/open-checkpoint.ts';
import type { Checkpoint } from './checkpoint/open-checkpoint.ts';
import type { StateDict } from './checkpoint/state-dict.ts';
import { elementCount } from './checkpoint/tensor-view.ts';
import { readModelConfig } from './config/model-config.ts';
import type { ModelConfig } from './config/model-config.ts';
import { fastImageSize } from './graph/architecture.ts';
import { defaultGraphOptions } from './graph/options.ts';
import type { GraphOptions } from './graph/options.ts';
import { wholeFile, writeModelFile } from './model-folder-writer.ts';
import type { ModelFolderWriter } from './model-folder-writer.ts';
import { planVariant, variantBytes, writeVariant } from './planned-variant.ts';
import type { PlannedVariant } from './planned-variant.ts';
import { policies } from './quantize/policies.ts';
import type { PolicyName } from './quantize/policies.ts';
import type { SourceFolder } from './source/source-folder.ts';
import { floatTypeOf, variantTraits } from './variants.ts';

export interface ConversionOptions {
  readonly description: ModelDescription;
  /** One variant each, in this order; a backend takes the first that it can run. */
  readonly precisions: readonly PolicyName[];
  /** Absent ones are as in `defaultGraphOptions`. */
  readonly graphs?: Partial<Pick<GraphOptions, 'cutImageCodes' | 'promptPositions' | 'targetPositions'>>;
}

type OnEvent = (event: ConversionEvent) => void;

/** @throws OfaError `checkpoint-unsupported` if the checkpoint is of another model altogether. */
function checkNames({ file, stateDict }: Checkpoint): void {
  const names = [...stateDict.tensors.keys()];
  if (names.some((name) => name.startsWith('encoder.'))) return;
  const message = `${file.name} holds no OFA model: its tensors have names like ${names[0] ?? '(none)'}`;
  throw new OfaError('checkpoint-unsupported', message, { file: file.name });
}

/** Trained values: the running statistics of BatchNorm and integer buffers are none, tied copies count once. */
function countParameters({ tensors }: StateDict): number {
  const trained = [...tensors.values()].filter(
    ({ name, dataType }) => dataType.includes('float') && !/\.running_(mean|var)$/.test(name),
  );
  const distinct = new Map(trained.map((entry) => [entry.identity, elementCount(entry.shape)]));
  return [...distinct.values()].reduce((sum, count) => sum + count, 0);
}

/** @throws OfaError `setting-invalid` where what the model generates or reads would be cut from its graphs. */
function graphOptions(config: ModelConfig, options: ConversionOptions, precision: PolicyName): GraphOptions {
  const graphs = {
    ...defaultGraphOptions,
    ...options.graphs,
    precision: policies[precision],
    floatType: floatTypeOf(precision),
  };
  const { genCode, genBox } = config.generation.settings;
  if (graphs.cutImageCodes && (genCode || genBox)) {
    const message = 'image codes cannot be cut from a model that generates them';
    throw new OfaError('setting-invalid', message, { setting: 'cut-image-codes' });
  }
  const promptLength = config.prompt.tokenIds.length;
  if (promptLength > graphs.promptPositions) {
    const message = `the prompt has ${promptLength} tokens, more than ${graphs.promptPositions} positions`;
    throw new OfaError('setting-invalid', message, { setting: 'prompt-positions' });
  }
  return graphs;
}

async function planVariants(
  signal: AbortSignal,
  config: ModelConfig,
  stateDict: StateDict,
  options: ConversionOptions,
  onEvent: OnEvent,
): Promise<readonly PlannedVariant[]> {
  const variants: PlannedVariant[] = [];
  for (const name of options.precisions) {
    const graphs = graphOptions(config, options, name);
    variants.push(
      await planVariant(signal, name, variantTraits[name], config.architecture, stateDict, graphs, onEvent),
    );
  }
  return variants;
}

function sumOfBytes(planned: readonly PlannedVariant[]): number {
  return planned.reduce((sum, variant) => sum + variantBytes(variant), 0);
}

/** Writes the variants' files in turn, telling of each tensor and of all bytes so far. */
async function writeVariants(
  signal: AbortSignal,
  writer: ModelFolderWriter,
  planned: readonly PlannedVariant[],
  onEvent: OnEvent,
): Promise<readonly ModelVariant[]> {
  const totalBytes = sumOfBytes(planned);
  const variants: ModelVariant[] = [];
  let doneBytes = 0;
  for (const variant of planned) {
    const written = await writeVariant(signal, writer, variant, ({ tensor, bytes }) => {
      doneBytes += bytes.length;
      onEvent({ phase: 'write', variant: variant.name, tensor, doneBytes, totalBytes });
    });
    variants.push(written);
  }
  return variants;
}

/** What the manifest says of the model itself, whatever its variants. */
function describe(
  config: ModelConfig,
  stateDict: StateDict,
  { description }: ConversionOptions,
  checkpointSha256: string,
): Omit<ModelManifest, 'vocabulary' | 'variants'> {
  const { architecture } = config;
  const fastSize = fastImageSize(architecture);
  return {
    formatVersion: modelFormatVersion,
    id: description.id,
    title: description.title,
    source: { ...description.source, checkpointSha256 },
    licence: description.licence,
    task: 'image-captioning',
    language: 'zh',
    architecture: {
      resnetType: architecture.resnetType,
      hiddenSize: architecture.dModel,
      encoderLayers: architecture.encoderLayers,
      encoderAttentionHeads: architecture.encoderAttentionHeads,
      decoderLayers: architecture.decoderLayers,
      decoderAttentionHeads: architecture.decoderAttentionHeads,
      vocabularySize: architecture.vocabularySize,
      parameters: countParameters(stateDict),
    },
    preprocessing: { ...config.preprocessing, ...(fastSize !== null && { fastImageSize: fastSize }) },
    prompt: config.prompt,
    generation: config.generation,
  };
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/**
 * Converts the checkpoint in `source` and returns the manifest that was written. Neither files of `source` nor the
 * model already in `writer` are touched before the whole checkpoint is known to fit.
 * @throws OfaError `model-not-found`, `config-invalid`, `model-unsupported`, a checkpoint code, `setting-invalid`, what
 *   `writer` throws; `signal.reason` on abort.
 */
export async function convertCheckpoint(
  signal: AbortSignal,
  source: SourceFolder,
  writer: ModelFolderWriter,
  options: ConversionOptions,
  onEvent: OnEvent,
): Promise<ModelManifest> {
  onEvent({ phase: 'open' });
  const config = await readModelConfig(signal, source);
  const checkpoint = await openCheckpoint(signal, source);
  checkNames(checkpoint);
  const { file, stateDict } = checkpoint;
  const planned = await planVariants(signal, config, stateDict, options, onEvent);
  await writer.prepare?.(signal, sumOfBytes(planned));
  await writer.remove(signal, 'model.json');
  const variants = await writeVariants(signal, writer, planned, onEvent);
  const sha256 = await hashFile(signal, file, (doneBytes) => {
    onEvent({ phase: 'hash', doneBytes, totalBytes: file.size });
  });
  const vocabulary = await writeModelFile(
    signal,
    writer,
    '',
    wholeFile('vocab.txt', utf8(config.vocabulary)),
    () => {},
  );
  const manifest = parseManifest({ ...describe(config, stateDict, options, sha256), vocabulary, variants });
  await writer.write(signal, 'model.json', utf8(`${JSON.stringify(manifest, undefined, 1)}\n`));
  return manifest;
}
