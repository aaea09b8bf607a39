/**
 * The encoder's attention bias: absolute between all positions, once for all layers; relative per layer within the
 * picture and within the prompt (reference/README.md, section 5, Encoder 3 and 4). Built block by block, because the
 * prompt's length and the picture's size are known at run time only. So ONNX Runtime cannot compute them when it
 * loads the graph, which is welcome: kept, they would be heads · (h · w)² floats per layer, and reading them costs as much
 * as computing them.
 */
import { patchGridSide } from './architecture.ts';
import { patchRows, promptRows } from './encoder-context.ts';
import type { EncoderContext } from './encoder-context.ts';
import type { Value } from './graph-builder.ts';
import { add, concat, gather, matMul, reshape, reshapeTo, subtract, transpose } from './operators.ts';
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
  const imageQuery = patchRows(context, query('image_position', positions.image), 1);
  const imageKey = patchRows(context, key('image_position', positions.image), 2);
  const textQuery = promptRows(context, query('text_position', positions.text), 1);
  const textKey = promptRows(context, key('text_position', positions.text), 2);
  return {
    imageToImage: matMul(graph, imageQuery, imageKey),
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
  const { layers, weights, architecture, positions, grid } = context;
  const { encoderAttentionHeads: heads, imageBucketSize, tokenBucketSize } = architecture;
  const { graph } = layers;
  const largestSide = patchGridSide(architecture);
  const [longest] = positions.text.shape;
  const absolute = absoluteBlocks(context);
  const distances = textDistances(context, longest);

  const relativeImage = (table: number): Value => {
    const name = `encoder.image_rel_pos_table_list.${table}.weight`;
    const rows = layers.constant(relativeImageTable(weights, name, imageBucketSize, heads, largestSide));
    const byColumn = transpose(graph, gather(graph, rows, grid.relativeColumns, 0), [3, 0, 1, 2]);
    const lines = reshapeTo(graph, byColumn, [heads, -1, grid.side]);
    // [heads, query, yKey, xKey]
    return reshape(graph, gather(graph, lines, grid.relativeRows, 1), [0, 0, -1]);
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
