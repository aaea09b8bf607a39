/** What the graphs must know of a checkpoint's `config.json`, defaults already filled in. */

/** Depths of the three ResNet stages; every stage is made of bottleneck blocks (reference/README.md, section 4). */
export const resnetStageDepths = {
  resnet18: [2, 2, 2],
  resnet34: [3, 4, 6],
  resnet50: [3, 4, 6],
  resnet101: [3, 4, 23],
  resnet152: [3, 8, 36],
} as const satisfies Record<string, readonly [number, number, number]>;

export type ResnetType = keyof typeof resnetStageDepths;

/** The exact (erf) GELU is `gelu`; `gelu_new` is its tanh approximation. */
export type ActivationFunction = 'gelu' | 'gelu_new' | 'relu';

/** Fields are named after those of `config.json`, in the table of reference/README.md, section 4. */
export interface OfaArchitecture {
  /** Rows of the token embedding, image codes and location bins included. */
  readonly vocabularySize: number;
  readonly dModel: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly encoderAttentionHeads: number;
  readonly decoderAttentionHeads: number;
  readonly encoderFfnDim: number;
  readonly decoderFfnDim: number;
  readonly activationFunction: ActivationFunction;
  readonly encoderNormalizeBefore: boolean;
  readonly decoderNormalizeBefore: boolean;
  readonly normformer: boolean;
  readonly layernormEmbedding: boolean;
  readonly patchLayernormEmbedding: boolean;
  readonly addTypeEmbedding: boolean;
  readonly scaleEmbedding: boolean;
  readonly attnScaleFactor: number;
  readonly maxPositionEmbeddings: number;
  readonly tokenBucketSize: number;
  readonly imageBucketSize: number;
  readonly shareAttnBias: boolean;
  readonly shareDecoderInputOutputEmbed: boolean;
  readonly entanglePositionEmbedding: boolean;
  readonly disableEntangle: boolean;
  readonly useGammaFeature: boolean;
  readonly resnetType: ResnetType;
  readonly interpolatePosition: boolean;
  readonly origPatchImageSize: number;
  /** Side S of the square input in pixels; from `configuration.json` (`model.patch_image_size`). */
  readonly patchImageSize: number;
}

/** Side of the square patch grid: the ResNet divides each side by 16, rounding up at every stride. */
export function patchGridSide(architecture: OfaArchitecture): number {
  return Math.ceil(architecture.patchImageSize / 16);
}
