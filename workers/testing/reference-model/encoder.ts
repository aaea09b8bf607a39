/** OFA's encoder: image patches and prompt in one sequence, patches first (reference/README.md, section 5, Encoder). */
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';
import { addRow, add, concatRows, gatherRows, map, zeros, type Matrix } from './matrix.ts';
import { absoluteBias, addRelativeBias, imageBucket, imagePositions, tokenBucket } from './positions.ts';
import { resnet, type FeatureMap } from './resnet.ts';
import { feedForward, queryScale, selfAttention } from './transformer-layer.ts';
import { applyLayerNorm, applyLinear, type Weights } from './weights.ts';

/** L = patches + prompt tokens, d = `dModel`. */
export interface EncoderOutput {
  /** [1024, side, side] */
  readonly features: FeatureMap;
  /** The input of every layer and the output of the last, each [L, d]. */
  readonly hiddenStates: readonly Matrix[];
  /** [L, d], after the final LayerNorm if there is one. */
  readonly lastHiddenState: Matrix;
  /** [L, d], normalised: the decoder's cross position bias starts from it. */
  readonly positionEmbedding: Matrix;
}

/** [channels, side, side] to [side², channels], row by row. */
function patches(features: FeatureMap): Matrix {
  const area = features.height * features.width;
  const result = zeros(area, features.channels);
  for (let c = 0; c < features.channels; c++) {
    for (let patch = 0; patch < area; patch++) {
      result.data[patch * features.channels + c] = features.data[c * area + patch];
    }
  }
  return result;
}

/** Scale, raw positions, type and LayerNorm on embedded tokens or projected patches, each if switched on. */
function finishEmbedding(
  weights: Weights,
  architecture: OfaArchitecture,
  kind: 'text' | 'image',
  embedding: Matrix,
  positions: Matrix,
): Matrix {
  const { dModel } = architecture;
  const text = kind === 'text';
  let x = architecture.scaleEmbedding ? map(embedding, (value) => value * Math.sqrt(dModel)) : embedding;
  if (architecture.entanglePositionEmbedding) x = add(x, positions);
  if (architecture.addTypeEmbedding) {
    const types = weights('encoder.type_embedding.weight').data;
    x = addRow(x, types.subarray((text ? 0 : 1) * dModel, (text ? 1 : 2) * dModel));
  }
  if (text && architecture.layernormEmbedding) {
    x = applyLayerNorm(weights, 'encoder.layernorm_embedding', x);
  }
  if (!text && architecture.patchLayernormEmbedding) {
    x = applyLayerNorm(weights, 'encoder.patch_layernorm_embedding', x);
  }
  return x;
}

/** One picture [3, S, S] and one prompt, neither padded. */
export function encode(
  weights: Weights,
  architecture: OfaArchitecture,
  image: FeatureMap,
  inputIds: readonly number[],
): EncoderOutput {
  const { dModel, encoderAttentionHeads: heads, imageBucketSize, tokenBucketSize } = architecture;
  const features = resnet(weights, architecture.resnetType, image);
  const side = features.width;
  const patchCount = side * side;

  const imagePosition = imagePositions(
    weights('encoder.embed_image_positions.weight').data,
    dModel,
    side,
    imageBucketSize,
    architecture.interpolatePosition ? Math.floor(architecture.origPatchImageSize / 16) : undefined,
  );
  const textPosition = gatherRows(
    weights('encoder.embed_positions.weight').data,
    dModel,
    inputIds.map((_, i) => i),
  );
  const projected = applyLinear(weights, 'encoder.image_proj', patches(features));
  const tokens = gatherRows(weights('encoder.embed_tokens.weight').data, dModel, inputIds);
  let x = concatRows(
    finishEmbedding(weights, architecture, 'image', projected, imagePosition),
    finishEmbedding(weights, architecture, 'text', tokens, textPosition),
  );

  const positionEmbedding = concatRows(
    applyLayerNorm(weights, 'encoder.image_pos_ln', imagePosition),
    applyLayerNorm(weights, 'encoder.pos_ln', textPosition),
  );
  const absolute = absoluteBias(
    weights,
    { query: 'encoder.pos_q_linear', key: 'encoder.pos_k_linear' },
    positionEmbedding,
    positionEmbedding,
    heads,
    queryScale(architecture, heads),
  );

  const hiddenStates = [x];
  for (let layer = 0; layer < architecture.encoderLayers; layer++) {
    const table = architecture.shareAttnBias ? 0 : layer;
    const imageTable = weights(`encoder.image_rel_pos_table_list.${table}.weight`).data;
    const textTable = weights(`encoder.token_rel_pos_table_list.${table}.weight`).data;
    const withImage = addRelativeBias(absolute, imageTable, 0, patchCount, (query, key) =>
      imageBucket(query, key, side, imageBucketSize),
    );
    const bias = addRelativeBias(withImage, textTable, patchCount, inputIds.length, (query, key) =>
      tokenBucket(query - key, tokenBucketSize),
    );
    const context = {
      weights,
      name: `encoder.layers.${layer}`,
      architecture,
      heads,
      normalizeBefore: architecture.encoderNormalizeBefore,
    };
    x = feedForward(context, selfAttention(context, x, bias, false));
    hiddenStates.push(x);
  }
  const lastHiddenState = architecture.encoderNormalizeBefore
    ? applyLayerNorm(weights, 'encoder.layer_norm', x)
    : x;
  return { features, hiddenStates, lastHiddenState, positionEmbedding };
}
