/**
 * The model folder: what the converter writes and the app reads. `model.json` holds one `ModelManifest`;
 * `weights/manifest.ts` validates it. Every byte of the folder is named here with length and hash.
 */
import type { GenerationSettings } from './generation.ts';

export const modelFormatVersion = 1;

/** At most 16 MiB of a file, as it is stored, downloaded and verified. */
export interface Shard {
  /** Relative to the folder, `/` as separator. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A file of the model; its content is that of its shards, joined. Most files have one shard of the same path. */
export interface ModelFile {
  /** The name by which an ONNX graph refers to it (`location`), or the file's own name. */
  readonly path: string;
  readonly bytes: number;
  readonly shards: readonly Shard[];
}

/** An ONNX graph and the external data files that hold its weights. */
export interface ModelGraph {
  readonly model: ModelFile;
  readonly externalData: readonly ModelFile[];
}

export type Backend = 'wasm' | 'webgpu';

/** What not every device of a backend has; the name is WebGPU's. */
export type DeviceFeature = 'shader-f16';

/** One precision of a model: its own pair of graphs. */
export interface ModelVariant {
  readonly name: string;
  /** For people: which precision the weights are in, e.g. `int8 (ResNet fp16)`. */
  readonly precision: string;
  readonly backends: readonly Backend[];
  /** What a device must have to run it on WebGPU; absent in folders of older converters, which needed nothing. */
  readonly requires: readonly DeviceFeature[];
  /** Sum over the files of both graphs. */
  readonly bytes: number;
  /** Columns of `logits`: the whole vocabulary, or less where codes and bins were cut. */
  readonly vocabularyRows: number;
  /** Longest sequence that the decoder's position tables hold, bos included. */
  readonly targetPositions: number;
  readonly encoder: ModelGraph;
  readonly decoder: ModelGraph;
}

export interface BilingualText {
  readonly zh: string;
  readonly en: string;
}

export interface ModelManifest {
  readonly formatVersion: typeof modelFormatVersion;
  readonly id: string;
  readonly title: BilingualText;
  readonly source: {
    readonly hub: 'local' | 'modelscope' | 'huggingface';
    readonly model: string;
    readonly revision: string;
    readonly checkpointSha256: string;
  };
  readonly licence: { readonly name: string; readonly notice: BilingualText };
  readonly task: 'image-captioning';
  readonly language: 'zh';
  readonly architecture: {
    readonly resnetType: string;
    readonly hiddenSize: number;
    readonly encoderLayers: number;
    readonly encoderAttentionHeads: number;
    readonly decoderLayers: number;
    readonly decoderAttentionHeads: number;
    readonly vocabularySize: number;
    readonly parameters: number;
  };
  readonly preprocessing: {
    /** Side of the square network input in pixels. */
    readonly patchImageSize: number;
    /** A smaller side that the encoder takes as well, for a faster and coarser look; absent if there is none. */
    readonly fastImageSize?: number;
    readonly mean: readonly [number, number, number];
    readonly std: readonly [number, number, number];
  };
  readonly prompt: {
    readonly text: string;
    /** `[bos, …, eos]`. */
    readonly tokenIds: readonly number[];
  };
  readonly generation: {
    readonly settings: GenerationSettings;
    /** Captions shown of the beam; ModelScope's `num_return_sequences`. */
    readonly returnSequences: number;
    /** The answers that generation is restricted to, or null. */
    readonly answers: readonly string[] | null;
    /** False for `gen_type` `traverse`, which leaves the blanks between Chinese words. */
    readonly detokenize: boolean;
  };
  readonly vocabulary: ModelFile;
  readonly variants: readonly ModelVariant[];
}

/** A file of a folder that is at hand: picked, dropped, unpacked or made here. */
export interface LocalFile {
  /** Relative, `/` as separator. */
  readonly path: string;
  readonly blob: Blob;
}

/** An opened model folder. What `read` returns has passed its hashes. */
export interface ModelFolder {
  readonly manifest: ModelManifest;
  /**
   * The bytes belong to the caller.
   * @throws OfaError `model-file-corrupt` on a wrong length or hash, or a download or storage code.
   */
  read(signal: AbortSignal, file: ModelFile): Promise<Uint8Array<ArrayBuffer>>;
}
