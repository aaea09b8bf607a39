/** Adds the baselines to a converted model folder, as variants that only `baselines` know how to run. */
import { openCheckpoint } from '../../convert/checkpoint/open-checkpoint.ts';
import type { StateDict } from '../../convert/checkpoint/state-dict.ts';
import { readModelConfig } from '../../convert/config/model-config.ts';
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';
import { buildDecoder } from '../../convert/graph/decoder.ts';
import { defaultGraphOptions, positionCounts } from '../../convert/graph/options.ts';
import { wholeFile, writeModelFile, type ModelFolderWriter } from '../../convert/model-folder-writer.ts';
import { externalFileParts, layOutExternalData } from '../../convert/onnx/external-data.ts';
import type { GraphDefinition } from '../../convert/onnx/graph-definition.ts';
import { writeModel } from '../../convert/onnx/model-writer.ts';
import { writeVariant, type PlannedVariant } from '../../convert/planned-variant.ts';
import { float32 } from '../../convert/quantize/float32.ts';
import type { SourceFolder } from '../../convert/source/source-folder.ts';
import type { ModelManifest, ModelVariant } from '../../protocol/model-folder.ts';
import type { BaselineName } from './baselines.ts';
import { withExpandedBeams } from './expanded-beams.ts';
import { buildPlainDecoder } from './plain-decoder.ts';
import { buildPlainEncoder } from './plain-encoder.ts';

async function planGraph(signal: AbortSignal, graph: GraphDefinition): Promise<PlannedVariant['encoder']> {
  const layout = layOutExternalData(graph);
  return {
    model: wholeFile(`${graph.name}.onnx`, await writeModel(signal, layout)),
    externalData: layout.files.map((file) => ({
      path: file.path,
      bytes: file.bytes,
      parts: (partSignal: AbortSignal) => externalFileParts(partSignal, file),
    })),
  };
}

async function writePlain(
  signal: AbortSignal,
  writer: ModelFolderWriter,
  architecture: OfaArchitecture,
  stateDict: StateDict,
): Promise<ModelVariant> {
  const name: BaselineName = 'plain';
  const variant: PlannedVariant = {
    name,
    traits: { precision: 'float32, no cache', backends: ['wasm'], requires: [] },
    vocabularyRows: architecture.vocabularySize,
    targetPositions: positionCounts(architecture, defaultGraphOptions).target,
    encoder: await planGraph(signal, await buildPlainEncoder(signal, architecture, stateDict)),
    decoder: await planGraph(signal, buildPlainDecoder(architecture, stateDict)),
  };
  return writeVariant(signal, writer, variant, () => {});
}

/** Its weights are those of the variant `fp32`; only the decoder's graph is another. */
async function writeExpanded(
  signal: AbortSignal,
  writer: ModelFolderWriter,
  architecture: OfaArchitecture,
  stateDict: StateDict,
  fp32: ModelVariant,
): Promise<ModelVariant> {
  const name: BaselineName = 'expanded';
  const cutImageCodes = fp32.vocabularyRows < architecture.vocabularySize;
  const options = { ...defaultGraphOptions, cutImageCodes, precision: () => float32 };
  const decoder = await buildDecoder(signal, architecture, stateDict, options);
  const planned = await planGraph(signal, withExpandedBeams(decoder));
  const model = await writeModelFile(signal, writer, `${name}/`, planned.model, () => {});
  return {
    ...fp32,
    name,
    precision: 'float32, expanded beams',
    backends: ['wasm'],
    requires: [],
    bytes: fp32.bytes - fp32.decoder.model.bytes + model.bytes,
    decoder: { model, externalData: fp32.decoder.externalData },
  };
}

/** `manifest`, which was converted from `source` into `writer`, has a variant `fp32`. Resolves to the longer manifest. */
export async function writeBaselines(
  signal: AbortSignal,
  source: SourceFolder,
  writer: ModelFolderWriter,
  manifest: ModelManifest,
): Promise<ModelManifest> {
  const { architecture } = await readModelConfig(signal, source);
  const { stateDict } = await openCheckpoint(signal, source);
  const fp32 = manifest.variants.find(({ name }) => name === 'fp32');
  if (fp32 === undefined) throw new Error('The baselines share the weights of a variant fp32');
  const extended: ModelManifest = {
    ...manifest,
    variants: [
      ...manifest.variants,
      await writeExpanded(signal, writer, architecture, stateDict, fp32),
      await writePlain(signal, writer, architecture, stateDict),
    ],
  };
  await writer.write(signal, 'model.json', new TextEncoder().encode(JSON.stringify(extended)));
  return extended;
}
