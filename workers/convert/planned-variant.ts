/** A variant of a model before any of its weights are read, and writing it. */
import type { ConversionEvent } from '../protocol/conversion.ts';
import type { ModelFile, ModelGraph, ModelVariant } from '../protocol/model-folder.ts';
import type { StateDict } from './checkpoint/state-dict.ts';
import type { OfaArchitecture } from './graph/architecture.ts';
import { buildDecoder } from './graph/decoder.ts';
import { buildEncoder } from './graph/encoder.ts';
import { positionCounts, vocabularyRows } from './graph/options.ts';
import type { GraphOptions } from './graph/options.ts';
import { wholeFile, writeModelFile } from './model-folder-writer.ts';
import type { FileContent, ModelFolderWriter } from './model-folder-writer.ts';
import { externalFileParts, layOutExternalData } from './onnx/external-data.ts';
import type { ExternalFile, ExternalFilePart } from './onnx/external-data.ts';
import { writeModel } from './onnx/model-writer.ts';
import type { VariantTraits } from './variants.ts';

interface PlannedGraph {
  readonly model: FileContent;
  readonly externalData: readonly FileContent[];
}

export interface PlannedVariant {
  readonly name: string;
  readonly traits: VariantTraits;
  readonly vocabularyRows: number;
  readonly targetPositions: number;
  readonly encoder: PlannedGraph;
  readonly decoder: PlannedGraph;
}

function externalContent(file: ExternalFile): FileContent {
  return { path: file.path, bytes: file.bytes, parts: (signal) => externalFileParts(signal, file) };
}

/**
 * Builds and lays out the graphs of a variant; reads of the checkpoint what the graphs' structure depends on, and the
 * few small tensors that stay in the graphs' own files.
 * @throws OfaError as `buildEncoder` and `buildDecoder`.
 */
export async function planVariant(
  signal: AbortSignal,
  name: string,
  traits: VariantTraits,
  architecture: OfaArchitecture,
  stateDict: StateDict,
  options: GraphOptions,
  onEvent: (event: ConversionEvent) => void,
): Promise<PlannedVariant> {
  const plan = async (graph: 'encoder' | 'decoder'): Promise<PlannedGraph> => {
    onEvent({ phase: 'build', variant: name, graph });
    const build = graph === 'encoder' ? buildEncoder : buildDecoder;
    const layout = layOutExternalData(await build(signal, architecture, stateDict, options));
    return {
      model: wholeFile(`${graph}.onnx`, await writeModel(signal, layout)),
      externalData: layout.files.map(externalContent),
    };
  };
  return {
    name,
    traits,
    vocabularyRows: vocabularyRows(architecture, options),
    targetPositions: positionCounts(architecture, options).target,
    encoder: await plan('encoder'),
    decoder: await plan('decoder'),
  };
}

/** The files of both graphs; one that both use comes once. */
function filesOf({ encoder, decoder }: PlannedVariant): readonly FileContent[] {
  const files = [encoder, decoder].flatMap((graph) => [graph.model, ...graph.externalData]);
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Sum over the files of both graphs, shared ones counted once. */
export function variantBytes(variant: PlannedVariant): number {
  return filesOf(variant).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Writes the variant's files into the folder of its name.
 * @param onPart told of each tensor, or other part of a file, before it is written.
 */
export async function writeVariant(
  signal: AbortSignal,
  writer: ModelFolderWriter,
  variant: PlannedVariant,
  onPart: (part: ExternalFilePart) => void,
): Promise<ModelVariant> {
  const written = new Map<string, ModelFile>();
  const write = async (file: FileContent): Promise<ModelFile> => {
    const model =
      written.get(file.path) ?? (await writeModelFile(signal, writer, `${variant.name}/`, file, onPart));
    written.set(file.path, model);
    return model;
  };
  const writeGraph = async ({ model, externalData }: PlannedGraph): Promise<ModelGraph> => {
    const files: ModelFile[] = [];
    for (const file of externalData) files.push(await write(file));
    return { model: await write(model), externalData: files };
  };
  return {
    name: variant.name,
    ...variant.traits,
    bytes: variantBytes(variant),
    vocabularyRows: variant.vocabularyRows,
    targetPositions: variant.targetPositions,
    encoder: await writeGraph(variant.encoder),
    decoder: await writeGraph(variant.decoder),
  };
}
