/** OFA's decoder without a cache: the whole prefix at once, as the reference's generator runs it. */
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';
import type { EncoderOutput } from './encoder.ts';
import { add, gatherRows, linear, map, type Matrix } from './matrix.ts';
import { absoluteBias, addRelativeBias, tokenBucket } from './positions.ts';
import { crossAttention, feedForward, queryScale, selfAttention } from './transformer-layer.ts';
import { applyLayerNorm, type Weights } from './weights.ts';

/** Logits [T, V] after each of the T tokens of `decoderInputIds` (reference/README.md, section 5, Decoder). */
export function decode(
  weights: Weights,
  architecture: OfaArchitecture,
  encoded: Pick<EncoderOutput, 'lastHiddenState' | 'positionEmbedding'>,
  decoderInputIds: readonly number[],
): Matrix {
  const { dModel, decoderAttentionHeads: heads, tokenBucketSize } = architecture;
  const scale = queryScale(architecture, heads);
  const embeddingTable = weights('encoder.embed_tokens.weight').data;

  const positions = gatherRows(
    weights('decoder.embed_positions.weight').data,
    dModel,
    decoderInputIds.map((_, i) => i),
  );
  let x = gatherRows(embeddingTable, dModel, decoderInputIds);
  if (architecture.scaleEmbedding) x = map(x, (value) => value * Math.sqrt(dModel));
  if (architecture.entanglePositionEmbedding && !architecture.disableEntangle) x = add(x, positions);
  if (architecture.layernormEmbedding) x = applyLayerNorm(weights, 'decoder.layernorm_embedding', x);

  const normalised = applyLayerNorm(weights, 'decoder.pos_ln', positions);
  const selfAbsolute = absoluteBias(
    weights,
    { query: 'decoder.self_pos_q_linear', key: 'decoder.self_pos_k_linear' },
    normalised,
    normalised,
    heads,
    scale,
  );
  const crossBias = absoluteBias(
    weights,
    { query: 'decoder.cross_pos_q_linear', key: 'decoder.cross_pos_k_linear' },
    normalised,
    encoded.positionEmbedding,
    heads,
    scale,
  );

  for (let layer = 0; layer < architecture.decoderLayers; layer++) {
    const table = architecture.shareAttnBias ? 0 : layer;
    const textTable = weights(`decoder.token_rel_pos_table_list.${table}.weight`).data;
    const selfBias = addRelativeBias(selfAbsolute, textTable, 0, decoderInputIds.length, (query, key) =>
      tokenBucket(query - key, tokenBucketSize),
    );
    const context = {
      weights,
      name: `decoder.layers.${layer}`,
      architecture,
      heads,
      normalizeBefore: architecture.decoderNormalizeBefore,
    };
    x = selfAttention(context, x, selfBias, true);
    x = crossAttention(context, x, encoded.lastHiddenState, crossBias);
    x = feedForward(context, x);
  }
  if (architecture.decoderNormalizeBefore) x = applyLayerNorm(weights, 'decoder.layer_norm', x);
  const head = architecture.shareDecoderInputOutputEmbed
    ? embeddingTable
    : weights('decoder.output_projection.weight').data;
  return linear(x, head);
}
