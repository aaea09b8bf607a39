/** Token embeddings and the output projection, which are one tensor unless the configuration says otherwise. */
import type { OfaArchitecture } from './architecture.ts';
import type { Value } from './graph-builder.ts';
import type { Layers } from './layers.ts';
import { multiply } from './operators.ts';
import { firstRows } from './weights.ts';
import type { CheckpointWeights, Weight } from './weights.ts';

/**
 * The token embedding [rows, d]. Encoder, decoder and (tied) output projection are one parameter in the reference;
 * where a checkpoint holds several copies, the one that PyTorch loads last wins.
 */
export function tokenEmbedding(
  weights: CheckpointWeights,
  architecture: OfaArchitecture,
  rows: number,
): Weight {
  const { vocabularySize, dModel, shareDecoderInputOutputEmbed } = architecture;
  const copies = ['decoder.embed_tokens.weight', 'encoder.embed_tokens.weight'] as const;
  const table = weights.tiedTensor(
    shareDecoderInputOutputEmbed ? ['decoder.output_projection.weight', ...copies] : copies,
    [vocabularySize, dModel],
  );
  return { ...firstRows(table, rows), name: 'embed_tokens.weight', sharedFile: 'embed_tokens' };
}

/** The output projection [rows, d]. */
export function outputProjection(
  weights: CheckpointWeights,
  architecture: OfaArchitecture,
  rows: number,
): Weight {
  const { vocabularySize, dModel } = architecture;
  if (architecture.shareDecoderInputOutputEmbed) return tokenEmbedding(weights, architecture, rows);
  return firstRows(weights.tensor('decoder.output_projection.weight', [vocabularySize, dModel]), rows);
}

/** What `scale_embedding` multiplies token embeddings and projected image features by. */
export function embeddingScale({ scaleEmbedding, dModel }: OfaArchitecture): number {
  return scaleEmbedding ? Math.sqrt(dModel) : 1;
}

/** Scaled embeddings [n, d] of `ids` (int32 [n]). */
export function embedTokens(layers: Layers, table: Weight, ids: Value, scale: number): Value {
  const embedded = layers.embedding(table, ids);
  return scale === 1 ? embedded : multiply(layers.graph, embedded, layers.graph.scalar(scale));
}
