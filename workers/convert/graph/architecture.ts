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

/** Side in pixels of a patch: the ResNet divides each side by it, rounding up at every stride. */
const patchSide = 16;

/** Side of the square patch grid. */
export function patchGridSide(architecture: OfaArchitecture): number {
  return Math.ceil(architecture.patchImageSize / patchSide);
}

/** A grid below this sees too little of a picture already. */
const smallestReducedGrid = 16;

/**
 * Side S in pixels of a smaller picture that the encoder graph takes as well: two thirds of the patches a side, less than
 * half of the work. Null where that would leave nothing to see, or where the position embeddings have been stretched over
 * the grid, of which a smaller one would not be the upper left.
 */
export function fastImageSize(architecture: OfaArchitecture): number | null {
  const { interpolatePosition, origPatchImageSize } = architecture;
  const side = patchGridSide(architecture);
  const reduced = Math.round((2 * side) / 3);
  const isStretched = interpolatePosition && side > Math.floor(origPatchImageSize / patchSide);
  return isStretched || reduced < smallestReducedGrid ? null : reduced * patchSide;
}
