/** Architectures for tests and the `config.json` that each would be read from. */
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';

/** The golden model nano-zh (reference/nano-zh/config.json). */
export const nanoArchitecture: OfaArchitecture = {
  vocabularySize: 9484,
  dModel: 64,
  encoderLayers: 2,
  decoderLayers: 2,
  encoderAttentionHeads: 4,
  decoderAttentionHeads: 4,
  encoderFfnDim: 128,
  decoderFfnDim: 128,
  activationFunction: 'gelu',
  encoderNormalizeBefore: true,
  decoderNormalizeBefore: true,
  normformer: true,
  layernormEmbedding: true,
  patchLayernormEmbedding: true,
  addTypeEmbedding: true,
  scaleEmbedding: false,
  attnScaleFactor: 2,
  maxPositionEmbeddings: 1024,
  tokenBucketSize: 256,
  imageBucketSize: 42,
  shareAttnBias: false,
  shareDecoderInputOutputEmbed: true,
  entanglePositionEmbedding: false,
  disableEntangle: false,
  useGammaFeature: false,
  resnetType: 'resnet18',
  interpolatePosition: false,
  origPatchImageSize: 224,
  patchImageSize: 96,
};

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The fields of `config.json` that say what `architecture` says: every one but `patchImageSize`, in snake_case. */
export function configOf(architecture: OfaArchitecture): Record<string, string | number | boolean> {
  const { patchImageSize: _, vocabularySize, ...fields } = architecture;
  return {
    vocab_size: vocabularySize,
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [snakeCase(name), value])),
  };
}
