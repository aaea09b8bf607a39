/** The golden model nano-zh as a model folder in memory: its weights from the formula, its graphs in float32. */
import { buildDecoder } from '../convert/graph/decoder.ts';
import { buildEncoder } from '../convert/graph/encoder.ts';
import { defaultGraphOptions, type GraphOptions } from '../convert/graph/options.ts';
import { externalFileParts, layOutExternalData } from '../convert/onnx/external-data.ts';
import type { GraphDefinition } from '../convert/onnx/graph-definition.ts';
import { writeModel } from '../convert/onnx/model-writer.ts';
import { float32 } from '../convert/quantize/float32.ts';
import { createChineseTokenizer } from '../ofa/tokenizer/chinese-tokenizer.ts';
import { defaultGenerationSettings } from '../protocol/generation-settings.ts';
import type { ModelFile, ModelFolder, ModelGraph, ModelManifest, Shard } from '../protocol/model-folder.ts';
import { formulaStateDict } from './formula-checkpoint.ts';
import { configOf, nanoArchitecture } from './reference-model/architectures.ts';
import type { SmallModel } from './small-model.ts';

const shardBytes = 16 * 1024 * 1024;
const promptText = '图片描述了什么?';
const options: GraphOptions = { ...defaultGraphOptions, precision: () => float32, targetPositions: 64 };

/** Its content: one variant, `fp32`, for both backends. `vocabularyText` is that of `nano-zh/vocab.txt`. */
export async function nanoModel(signal: AbortSignal, vocabularyText: string): Promise<SmallModel> {
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  const stateDict = formulaStateDict(configOf(nanoArchitecture));
  const encoder = await storedGraph(
    signal,
    shards,
    await buildEncoder(signal, nanoArchitecture, stateDict, options),
  );
  const decoder = await storedGraph(
    signal,
    shards,
    await buildDecoder(signal, nanoArchitecture, stateDict, options),
  );
  const files = [encoder, decoder].flatMap((graph) => [graph.model, ...graph.externalData]);
  const distinct = new Map(files.map((file) => [file.path, file]));
  const manifest: ModelManifest = {
    ...description,
    prompt: {
      text: promptText,
      tokenIds: createChineseTokenizer(vocabularyText).encodePrompt(promptText),
    },
    vocabulary: await storedFile(shards, 'vocab.txt', new TextEncoder().encode(vocabularyText)),
    variants: [
      {
        name: 'fp32',
        precision: 'fp32',
        backends: ['wasm', 'webgpu'],
        requires: [],
        bytes: [...distinct.values()].reduce((sum, { bytes }) => sum + bytes, 0),
        vocabularyRows: nanoArchitecture.vocabularySize,
        targetPositions: options.targetPositions,
        encoder,
        decoder,
      },
    ],
  };
  return { manifest, shards };
}

/** A model folder without a disk or a network; `manifest` may differ from the model's own. */
export function memoryFolder({ shards }: SmallModel, manifest: ModelManifest): ModelFolder {
  return {
    manifest,
    read: async (signal, file) => {
      signal.throwIfAborted();
      const content = new Uint8Array(file.bytes);
      let offset = 0;
      for (const { path } of file.shards) {
        const bytes = shards.get(path);
        if (bytes === undefined) throw new Error(`There is no shard ${path}`);
        content.set(bytes, offset);
        offset += bytes.length;
      }
      return Promise.resolve(content);
    },
  };
}

const description: Omit<ModelManifest, 'prompt' | 'vocabulary' | 'variants'> = {
  formatVersion: 1,
  id: 'nano-zh',
  title: { zh: '小', en: 'Nano' },
  source: { hub: 'local', model: 'nano-zh', revision: '1', checkpointSha256: '0'.repeat(64) },
  licence: { name: 'Apache-2.0', notice: { zh: '公式权重', en: 'Formula weights' } },
  task: 'image-captioning',
  language: 'zh',
  architecture: {
    resnetType: nanoArchitecture.resnetType,
    hiddenSize: nanoArchitecture.dModel,
    encoderLayers: nanoArchitecture.encoderLayers,
    encoderAttentionHeads: nanoArchitecture.encoderAttentionHeads,
    decoderLayers: nanoArchitecture.decoderLayers,
    decoderAttentionHeads: nanoArchitecture.decoderAttentionHeads,
    vocabularySize: nanoArchitecture.vocabularySize,
    parameters: 4_802_376,
  },
  preprocessing: {
    patchImageSize: nanoArchitecture.patchImageSize,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  generation: {
    settings: defaultGenerationSettings,
    returnSequences: 1,
    answers: null,
    detokenize: true,
  },
};

async function storedGraph(
  signal: AbortSignal,
  shards: Map<string, Uint8Array<ArrayBuffer>>,
  graph: GraphDefinition,
): Promise<ModelGraph> {
  const layout = layOutExternalData(graph, 'fp32/');
  const externalData: ModelFile[] = [];
  for (const file of layout.files) {
    const content = new Uint8Array(file.bytes);
    let offset = 0;
    for await (const { bytes } of externalFileParts(signal, file)) {
      content.set(bytes, offset);
      offset += bytes.length;
    }
    externalData.push(await storedFile(shards, file.path, content));
  }
  const model = await storedFile(shards, `fp32/${graph.name}.onnx`, await writeModel(signal, layout));
  return { model, externalData };
}

async function storedFile(
  shards: Map<string, Uint8Array<ArrayBuffer>>,
  path: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<ModelFile> {
  const parts: Shard[] = [];
  for (let start = 0; start < content.length; start += shardBytes) {
    const bytes = content.slice(start, start + shardBytes);
    const shardPath = content.length <= shardBytes ? path : `${path}.${parts.length}`;
    shards.set(shardPath, bytes);
    parts.push({ path: shardPath, bytes: bytes.length, sha256: await sha256(bytes) });
  }
  return { path, bytes: content.length, shards: parts };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
