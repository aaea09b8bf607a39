/** A model folder of a few kilobytes, for tests of downloading and storage. Its graphs are noise, its hashes true. */
import type { ModelFile, ModelGraph, ModelManifest, ModelVariant, Shard } from '../protocol/model-folder.ts';

export interface SmallModel {
  readonly manifest: ModelManifest;
  /** Content of every shard by its path. */
  readonly shards: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/**
 * Two variants, `int8` for WASM and `fp16` for WebGPU, with one vocabulary between them. A weight file has three
 * shards. `seed` changes every byte of the weights, not the vocabulary.
 */
export async function smallModel(seed = 1): Promise<SmallModel> {
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  const random = generator(seed);
  const shard = async (path: string, content: Uint8Array<ArrayBuffer>): Promise<Shard> => {
    shards.set(path, content);
    return { path, bytes: content.length, sha256: await sha256(content) };
  };
  const file = async (path: string, ...lengths: number[]): Promise<ModelFile> => {
    const parts: Shard[] = [];
    for (const [index, length] of lengths.entries()) {
      const name = lengths.length === 1 ? path : `${path}.${index}`;
      parts.push(await shard(name, Uint8Array.from({ length }, random)));
    }
    return { path, bytes: lengths.reduce((sum, length) => sum + length, 0), shards: parts };
  };
  const graph = async (path: string): Promise<ModelGraph> => ({
    model: await file(`${path}.onnx`, 300),
    externalData: [await file(`${path}.onnx.data`, 5000, 4000, 3000)],
  });
  const variant = async (name: string, backend: 'wasm' | 'webgpu'): Promise<ModelVariant> => ({
    name,
    precision: name,
    backends: [backend],
    requires: [],
    bytes: 24_600,
    vocabularyRows: 60,
    targetPositions: 32,
    encoder: await graph(`${name}/encoder`),
    decoder: await graph(`${name}/decoder`),
  });
  const vocabulary = await shard('vocab.txt', new TextEncoder().encode('一\n二\n三\n'));
  const manifest: ModelManifest = {
    ...description,
    vocabulary: { path: 'vocab.txt', bytes: vocabulary.bytes, shards: [vocabulary] },
    variants: [await variant('int8', 'wasm'), await variant('fp16', 'webgpu')],
  };
  return { manifest, shards };
}

/** The bytes that reading `file` must give. */
export function contentOf({ shards }: SmallModel, file: ModelFile): Uint8Array {
  return Uint8Array.from(file.shards.flatMap(({ path }) => Array.from(shards.get(path) ?? [])));
}

const description: Omit<ModelManifest, 'vocabulary' | 'variants'> = {
  formatVersion: 1,
  id: 'small',
  title: { zh: '小模型', en: 'Small model' },
  source: { hub: 'local', model: 'small', revision: '1', checkpointSha256: '0'.repeat(64) },
  licence: { name: 'Apache-2.0', notice: { zh: '说明', en: 'Notice' } },
  task: 'image-captioning',
  language: 'zh',
  architecture: {
    resnetType: 'resnet50',
    hiddenSize: 16,
    encoderLayers: 2,
    encoderAttentionHeads: 2,
    decoderLayers: 2,
    decoderAttentionHeads: 2,
    vocabularySize: 60,
    parameters: 1000,
  },
  preprocessing: { patchImageSize: 64, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  prompt: { text: ' 图片描述了什么内容?', tokenIds: [0, 5, 6, 2] },
  generation: {
    settings: {
      beamSize: 5,
      maxLenA: 0,
      maxLenB: 16,
      minLen: 1,
      normalizeScores: true,
      lenPenalty: 1,
      unkPenalty: 0,
      temperature: 1,
      matchSourceLen: false,
      noRepeatNgramSize: 3,
      constraintRange: null,
      zeroShot: false,
      ignoreEos: false,
      genCode: false,
      genBox: false,
    },
    returnSequences: 2,
    answers: null,
    detokenize: true,
  },
};

/** Bytes of a linear congruential generator (Numerical Recipes' constants). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
