/**
 * The encoder's attention bias: absolute between all positions, once for all layers; relative per layer within the
 * picture and within the prompt (reference/README.md, section 5, Encoder 3 and 4). Built block by block, because the
 * prompt's length is known at run time only.
 */
import { patchGridSide } from './architecture.ts';
import { promptRows } from './encoder-context.ts';
import type { EncoderContext } from './encoder-context.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import {
  add,
  asComputed,
  concat,
  firstEntry,
  gather,
  matMul,
  reshape,
  subtract,
  transpose,
} from './operators.ts';
import {
  projectedTable,
  relativeImageTable,
  relativeTextTable,
  splitIntoHeads,
  splitIntoTransposedHeads,
} from './position-tables.ts';
import { scaled } from './folding.ts';
import type { Weight } from './weights.ts';

/** Blocks of the bias by query and key, each [heads, queries, keys]. */
interface BiasBlocks {
  readonly imageToImage: Value;
  readonly imageToText: Value;
  readonly textToImage: Value;
  readonly textToText: Value;
}

/**
 * An int32 constant that ONNX Runtime takes for a run-time value. It computes whatever depends on constants alone
 * when it loads the graph and keeps the result: for these biases heads · (h · w)² floats per layer.
 */
function notFolded(graph: GraphBuilder, constant: Value, inputIds: Value): Value {
  const first = firstEntry(graph, inputIds);
  return add(graph, constant, subtract(graph, first, first));
}

/** Indices that spread a table of relative positions over the pairs of patches of a grid, in two steps. */
function imageSpread(graph: GraphBuilder, side: number, inputIds: Value): { columns: Value; rows: Value } {
  const span = 2 * side - 1;
  // [xQuery, yKey - yQuery, xKey] → row of the table
  const columns = graph.int32('relative_image_columns', [side * span * side], () =>
    Int32Array.from({ length: side * span * side }, (_, index) => {
      const xQuery = Math.floor(index / (span * side));
      const yDifference = Math.floor(index / side) % span;
      return yDifference * span + ((index % side) - xQuery + side - 1);
    }),
  );
  // [yQuery, xQuery, yKey] → [xQuery, yKey - yQuery] of the first step, which holds all xKey together
  const rows = graph.int32('relative_image_rows', [side ** 3], () =>
    Int32Array.from({ length: side ** 3 }, (_, index) => {
      const yQuery = Math.floor(index / side ** 2);
      const xQuery = Math.floor(index / side) % side;
      return xQuery * span + ((index % side) - yQuery + side - 1);
    }),
  );
  return {
    columns: notFolded(graph, columns, inputIds),
    rows: notFolded(graph, rows, inputIds),
  };
}

/** [P, P], `query - key + longest - 1`: the row of a relative text table. */
function textDistances(context: EncoderContext, longest: number): Value {
  const { graph } = context.layers;
  const queries = graph.int32('text_query_rows', [longest, 1], () =>
    Int32Array.from({ length: longest }, (_, query) => query + longest - 1),
  );
  const keys = graph.int32('text_key_rows', [longest], () =>
    Int32Array.from({ length: longest }, (_, key) => key),
  );
  return subtract(graph, promptRows(context, queries, 0), promptRows(context, keys, 0));
}

/** The bias between all positions, from their embeddings: `(q · scaling) · k` per head. */
function absoluteBlocks(context: EncoderContext): BiasBlocks {
  const { layers, weights, architecture, positions } = context;
  const { dModel, encoderAttentionHeads: heads, attnScaleFactor } = architecture;
  const { graph } = layers;
  const queryLinear = scaled(
    weights.linear('encoder.pos_q_linear', dModel, dModel),
    ((dModel / heads) * attnScaleFactor) ** -0.5,
  );
  const keyLinear = weights.linear('encoder.pos_k_linear', dModel, dModel);
  const query = (name: string, table: Weight): Value =>
    layers.constant(splitIntoHeads(projectedTable(`encoder.${name}_query`, table, queryLinear), heads));
  const key = (name: string, table: Weight): Value =>
    layers.constant(splitIntoTransposedHeads(projectedTable(`encoder.${name}_key`, table, keyLinear), heads));
  const imageQuery = query('image_position', positions.image);
  const imageKey = key('image_position', positions.image);
  // Folded when the graph is loaded, by the CPU, which multiplies in float32 only: one for all layers, and needed as long
  // as they run.
  const imageToImage = asComputed(
    graph,
    graph.computedIn('float32', () =>
      matMul(graph, query('image_position', positions.image), key('image_position', positions.image)),
    ),
    'float32',
  );
  const textQuery = promptRows(context, query('text_position', positions.text), 1);
  const textKey = promptRows(context, key('text_position', positions.text), 2);
  return {
    imageToImage,
    imageToText: matMul(graph, imageQuery, textKey),
    textToImage: matMul(graph, textQuery, imageKey),
    textToText: matMul(graph, textQuery, textKey),
  };
}

/**
 * The bias [1, heads, L, L] of every layer, as a function of the layer's index; computed where it is called, once per
 * layer, or once for all with `share_attn_bias`.
 */
export function encoderBias(context: EncoderContext): (layer: number) => Value {
  const { layers, weights, architecture, positions, inputIds } = context;
  const { encoderAttentionHeads: heads, imageBucketSize, tokenBucketSize } = architecture;
  const { graph } = layers;
  const side = patchGridSide(architecture);
  const [longest] = positions.text.shape;
  const absolute = absoluteBlocks(context);
  const spread = imageSpread(graph, side, inputIds);
  const distances = textDistances(context, longest);

  const relativeImage = (table: number): Value => {
    const name = `encoder.image_rel_pos_table_list.${table}.weight`;
    const rows = layers.constant(relativeImageTable(weights, name, imageBucketSize, heads, side));
    const byColumn = transpose(graph, gather(graph, rows, spread.columns, 0), [1, 0]);
    const lines = reshape(graph, byColumn, [heads, side * (2 * side - 1), side]);
    return reshape(graph, gather(graph, lines, spread.rows, 1), [heads, side ** 2, side ** 2]);
  };
  const relativeText = (table: number): Value => {
    const name = `encoder.token_rel_pos_table_list.${table}.weight`;
    const range = { before: longest - 1, after: longest - 1 };
    const rows = layers.constant(relativeTextTable(weights, name, tokenBucketSize, heads, range));
    return transpose(graph, gather(graph, rows, distances, 0), [2, 0, 1]);
  };
  const bias = (table: number): Value => {
    const imageToImage = add(graph, absolute.imageToImage, relativeImage(table));
    const textToText = add(graph, absolute.textToText, relativeText(table));
    const image = concat(graph, [imageToImage, absolute.imageToText], 2);
    const text = concat(graph, [absolute.textToImage, textToText], 2);
    return graph.node('Unsqueeze', [concat(graph, [image, text], 1), graph.int64([0])]);
  };
  if (!architecture.shareAttnBias) return (layer) => bias(layer);
  const shared = bias(0);
  return () => shared;
}
