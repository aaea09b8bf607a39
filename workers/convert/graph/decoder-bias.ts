/** The decoder's position biases, all of them looked up in tables (reference/README.md, section 5, Decoder). */
import type { DecoderContext } from './decoder-context.ts';
import { scaled } from './folding.ts';
import type { Value } from './graph-builder.ts';
import { add, gather, matMul, splitRows } from './operators.ts';
import { causalBiasTable, projectedTable, relativeTextTable, stackedByHead } from './position-tables.ts';
import { derivedWeight } from './weights.ts';
import type { Linear, Weight } from './weights.ts';

/** `pos_q_linear` and its like, with the scaling of the query. */
function positionLinear({ weights, architecture, shape }: DecoderContext, name: string): Required<Linear> {
  const { dModel } = architecture;
  const linear = weights.linear(`decoder.${name}`, dModel, dModel);
  return name.endsWith('_q_linear')
    ? scaled(linear, ((dModel / shape.heads) * shape.attnScaleFactor) ** -0.5)
    : linear;
}

/** The self-attention bias of each layer, [1, H, 1, T + 1]: absolute, plus relative by the key's distance. */
export function selfAttentionBiases(context: DecoderContext, normalized: Weight): Value[] {
  const { layers, weights, architecture, shape, inputs } = context;
  const { graph } = layers;
  const [positions] = normalized.shape;
  const table = causalBiasTable(
    'decoder.self_position_bias',
    projectedTable('decoder.self_position_query', normalized, positionLinear(context, 'self_pos_q_linear')),
    projectedTable('decoder.self_position_key', normalized, positionLinear(context, 'self_pos_k_linear')),
    shape.heads,
  );
  const row = gather(graph, layers.constant(table), inputs.position, 0);
  const absolute = gather(graph, row, inputs.keyDistances, 3);

  const tableCount = architecture.shareAttnBias ? 1 : architecture.decoderLayers;
  const tables = Array.from({ length: tableCount }, (_, index) =>
    relativeTextTable(
      weights,
      `decoder.token_rel_pos_table_list.${index}.weight`,
      architecture.tokenBucketSize,
      shape.heads,
      { before: 0, after: positions - 1 },
    ),
  );
  const stacked = layers.constant(stackedByHead('decoder.relative_position_bias', tables));
  const biases = add(graph, gather(graph, stacked, inputs.keyDistances, 3), absolute);
  if (tableCount === 1) return Array.from({ length: architecture.decoderLayers }, () => biases);
  return splitRows(graph, biases, tableCount);
}

/** The bias of the encoder's positions, the same for all rows and layers, [1, H, 1, L]. */
export function crossAttentionBias(context: DecoderContext, normalized: Weight): Value {
  const { layers, architecture, shape, inputs } = context;
  const [positions] = normalized.shape;
  const table = projectedTable(
    'decoder.cross_position_query',
    normalized,
    positionLinear(context, 'cross_pos_q_linear'),
  );
  const byHead = derivedWeight(
    table.name,
    [positions, shape.heads, 1, architecture.dModel / shape.heads],
    [table],
    (values) => values,
  );
  const query = gather(layers.graph, layers.constant(byHead), inputs.position, 0);
  return matMul(layers.graph, query, inputs.crossPositionKey);
}
