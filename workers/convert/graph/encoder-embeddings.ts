/** What the encoder's layers start from (reference/README.md, section 5, Encoder 1). */
import { embedTokens, embeddingScale } from './embeddings.ts';
import { patchRows, promptRows } from './encoder-context.ts';
import type { EncoderContext } from './encoder-context.ts';
import { scaled, withAddend } from './folding.ts';
import type { Value } from './graph-builder.ts';
import { add, reshape, transpose } from './operators.ts';
import { resnetOutputWidth } from './resnet.ts';
import { derivedWeight } from './weights.ts';
import type { Weight } from './weights.ts';

/** One row of `type_embedding` [d]. */
function typeEmbedding({ weights, architecture }: EncoderContext, kind: 'text' | 'image'): Weight {
  const { dModel } = architecture;
  const table = weights.tensor('encoder.type_embedding.weight', [2, dModel]);
  const start = kind === 'text' ? 0 : dModel;
  return derivedWeight(`encoder.type_embedding.${kind}`, [dModel], [table], (values) =>
    values.slice(start, start + dModel),
  );
}

/** features [1, 1024, h, w] → LayerNorm(scale · proj(feature) + type 1), [h · w, d]. */
export function embedPatches(context: EncoderContext, features: Value): Value {
  const { layers, weights, architecture, rawPositions } = context;
  const { graph } = layers;
  const { dModel } = architecture;
  const patches = transpose(graph, reshape(graph, features, [resnetOutputWidth, -1]), [1, 0]);
  const projection = scaled(
    weights.linear('encoder.image_proj', resnetOutputWidth, dModel),
    embeddingScale(architecture),
  );
  const projected = layers.linear(
    patches,
    architecture.addTypeEmbedding ? withAddend(projection, typeEmbedding(context, 'image')) : projection,
  );
  const placed = architecture.entanglePositionEmbedding
    ? add(graph, projected, patchRows(context, layers.constant(rawPositions.image), 0))
    : projected;
  return layers.norm(
    placed,
    architecture.patchLayernormEmbedding
      ? weights.norm('encoder.patch_layernorm_embedding', dModel)
      : undefined,
  );
}

/** The prompt → LayerNorm(scale · embedding + type 0), [P, d]. */
export function embedPrompt(context: EncoderContext, tokens: Weight): Value {
  const { layers, weights, architecture, inputIds, rawPositions } = context;
  const { graph } = layers;
  const embedded = embedTokens(layers, tokens, inputIds, embeddingScale(architecture));
  const placed = architecture.entanglePositionEmbedding
    ? add(graph, embedded, promptRows(context, layers.constant(rawPositions.text), 0))
    : embedded;
  const typed = architecture.addTypeEmbedding
    ? add(graph, placed, layers.constant(typeEmbedding(context, 'text')))
    : placed;
  return layers.norm(
    typed,
    architecture.layernormEmbedding
      ? weights.norm('encoder.layernorm_embedding', architecture.dModel)
      : undefined,
  );
}
