/**
 * The decoder as a plain export of the reference's module has it, in float32: no cache, so every step computes the
 * whole prefix and the encoder's keys and values again, and everything once per beam (reference/README.md, section 5,
 * Decoder; section 6: the generator never uses the cache).
 */
import type { StateDict } from '../../convert/checkpoint/state-dict.ts';
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';
import {
  embedTokens,
  embeddingScale,
  outputProjection,
  tokenEmbedding,
} from '../../convert/graph/embeddings.ts';
import { scaled } from '../../convert/graph/folding.ts';
import { GraphBuilder, int } from '../../convert/graph/graph-builder.ts';
import type { Value } from '../../convert/graph/graph-builder.ts';
import { Layers } from '../../convert/graph/layers.ts';
import {
  add,
  concat,
  gather,
  matMul,
  reshape,
  softmax,
  takeFirst,
  transpose,
} from '../../convert/graph/operators.ts';
import { defaultGraphOptions, positionCounts } from '../../convert/graph/options.ts';
import { textPositions } from '../../convert/graph/position-tables.ts';
import { tokenBucket } from '../../convert/graph/relative-buckets.ts';
import {
  attentionBranch,
  feedForward,
  feedForwardBranch,
  residual,
} from '../../convert/graph/transformer-layer.ts';
import type { AttentionBranch, LayerShape } from '../../convert/graph/transformer-layer.ts';
import { CheckpointWeights } from '../../convert/graph/weights.ts';
import type { Linear } from '../../convert/graph/weights.ts';
import type { GraphDefinition } from '../../convert/onnx/graph-definition.ts';
import { float32 } from '../../convert/quantize/float32.ts';
import { plainNames } from './plain-names.ts';

interface PlainContext {
  readonly layers: Layers;
  readonly weights: CheckpointWeights;
  readonly architecture: OfaArchitecture;
  readonly shape: LayerShape;
  /** Longest prefix. */
  readonly longest: number;
  /** B and T, int64 values of one element. */
  readonly rows: Value;
  readonly length: Value;
  /** The prefixes one after another, int32 [B · T]. */
  readonly tokenIds: Value;
  /** [B · L, d]. */
  readonly source: Value;
  readonly sourcePositions: Value;
}

/** [rows · n, d] → [rows, heads, n, D]. */
function byHead({ layers, shape }: PlainContext, x: Value, rows: Value): Value {
  const { graph } = layers;
  const dimensions = concat(graph, [rows, graph.int64([-1, shape.heads, shape.dModel / shape.heads])], 0);
  return transpose(graph, graph.node('Reshape', [x, dimensions]), [0, 2, 1, 3]);
}

/** query · keyᵀ of [rows, heads, n, D]. */
function scores({ layers: { graph } }: PlainContext, query: Value, key: Value): Value {
  return matMul(graph, query, transpose(graph, key, [0, 1, 3, 2]));
}

function positionLinear({ weights, shape }: PlainContext, name: string): Required<Linear> {
  const linear = weights.linear(`decoder.${name}`, shape.dModel, shape.dModel);
  return name.endsWith('_q_linear')
    ? scaled(linear, ((shape.dModel / shape.heads) * shape.attnScaleFactor) ** -0.5)
    : linear;
}

/** The first T rows and columns of a constant [longest, longest]. */
function squareOf({ layers: { graph }, length }: PlainContext, table: Value): Value {
  return takeFirst(graph, takeFirst(graph, table, length, 0), length, 1);
}

/** What is added to every self-attention's scores whatever the tokens are, without the relative part: [1, heads, T, T]. */
function absoluteBias(context: PlainContext, positions: Value): Value {
  const { layers, longest } = context;
  const { graph } = layers;
  const one = graph.int64([1]);
  const [query, key] = ['self_pos_q_linear', 'self_pos_k_linear'].map((name) =>
    byHead(context, layers.linear(positions, positionLinear(context, name)), one),
  );
  const mask = graph.initializer({
    name: 'causal_mask',
    dataType: 'float32',
    dimensions: [longest, longest],
    read: async () => {
      const later = (index: number): boolean => index % longest > Math.floor(index / longest);
      const values = Float32Array.from({ length: longest ** 2 }, (_, index) =>
        later(index) ? -Infinity : 0,
      );
      return Promise.resolve(new Uint8Array(values.buffer));
    },
  });
  return add(graph, scores(context, query, key), squareOf(context, mask));
}

/** The self-attention biases of all layers, each [1, heads, T, T]. */
function selfBiases(context: PlainContext, positions: Value): Value[] {
  const { layers, weights, architecture, longest, shape } = context;
  const { graph } = layers;
  const { tokenBucketSize, decoderLayers, shareAttnBias } = architecture;
  const absolute = absoluteBias(context, positions);
  const buckets = squareOf(
    context,
    graph.int32('token_buckets', [longest, longest], () =>
      Int32Array.from({ length: longest ** 2 }, (_, index) =>
        tokenBucket(Math.floor(index / longest) - (index % longest), tokenBucketSize),
      ),
    ),
  );
  return Array.from({ length: decoderLayers }, (_, layer) => {
    const name = `decoder.token_rel_pos_table_list.${shareAttnBias ? 0 : layer}.weight`;
    const table = layers.constant(weights.tensor(name, [2 * tokenBucketSize - 1, shape.heads]));
    const relative = transpose(graph, gather(graph, table, buckets, 0), [2, 0, 1]);
    return add(graph, absolute, graph.node('Unsqueeze', [relative, graph.int64([0])]));
  });
}

/** [B, heads, T, L]. */
function crossBias(context: PlainContext, positions: Value): Value {
  const { layers, rows, sourcePositions } = context;
  const one = layers.graph.int64([1]);
  const query = byHead(context, layers.linear(positions, positionLinear(context, 'cross_pos_q_linear')), one);
  const keys = layers.linear(sourcePositions, positionLinear(context, 'cross_pos_k_linear'));
  return scores(context, query, byHead(context, keys, rows));
}

/** x [B · T, d] attends to `source` [B · n, d] → [B · T, d], the middle norm included. */
function attention(
  context: PlainContext,
  x: Value,
  source: Value,
  branch: AttentionBranch,
  bias: Value,
): Value {
  const { layers, rows, shape } = context;
  const { graph } = layers;
  const query = byHead(context, layers.linear(x, branch.query), rows);
  const key = byHead(context, layers.linear(source, branch.key), rows);
  const value = byHead(context, layers.linear(source, branch.value), rows);
  const weighted = matMul(graph, softmax(graph, add(graph, scores(context, query, key), bias)), value);
  const joined = reshape(graph, transpose(graph, weighted, [0, 2, 1, 3]), [-1, shape.dModel]);
  return layers.norm(layers.linear(joined, branch.output), branch.middle);
}

/** [B · T, d] → [B · T, d]. */
function plainLayer(context: PlainContext, x: Value, layer: number, selfBias: Value, bias: Value): Value {
  const { layers, weights, architecture, shape, source } = context;
  const name = `decoder.layers.${layer}`;
  const self = attentionBranch(weights, name, 'self_attn', shape);
  const cross = attentionBranch(weights, name, 'cross_attn', shape);
  const expansion = feedForwardBranch(weights, name, shape);
  const own = residual(layers, x, self.norm, shape.normalizeBefore, (normalized) =>
    attention(context, normalized, normalized, self, selfBias),
  );
  const seen = residual(layers, own, cross.norm, shape.normalizeBefore, (normalized) =>
    attention(context, normalized, source, cross, bias),
  );
  return residual(layers, seen, expansion.norm, shape.normalizeBefore, (normalized) =>
    feedForward(layers, normalized, expansion, architecture.activationFunction),
  );
}

function openContext(architecture: OfaArchitecture, stateDict: StateDict): PlainContext {
  const graph = new GraphBuilder('decoder');
  const { dModel } = architecture;
  const inputIds = graph.input(plainNames.decoderInputIds, 'int32', ['rows', 'length']);
  const flat = (name: string): Value =>
    reshape(graph, graph.input(name, 'float32', ['rows', 'sequence', dModel]), [-1, dModel]);
  const dimension = (axis: number): Value =>
    graph.node('Shape', [inputIds], { start: int(axis), end: int(axis + 1) });
  return {
    layers: new Layers(graph, () => float32),
    weights: new CheckpointWeights(stateDict),
    architecture,
    shape: {
      ...architecture,
      heads: architecture.decoderAttentionHeads,
      ffnDim: architecture.decoderFfnDim,
      normalizeBefore: architecture.decoderNormalizeBefore,
    },
    longest: positionCounts(architecture, defaultGraphOptions).target,
    rows: dimension(0),
    length: dimension(1),
    tokenIds: reshape(graph, inputIds, [-1]),
    source: flat(plainNames.encoderHiddenStates),
    sourcePositions: flat(plainNames.encoderPositionEmbedding),
  };
}

/** Token embeddings of all prefixes, with their positions where the configuration wants them there, [B · T, d]. */
function embedPrefixes(context: PlainContext, rawPositions: Value): Value {
  const { layers, weights, architecture, tokenIds, rows } = context;
  const { graph } = layers;
  const { vocabularySize, dModel } = architecture;
  const table = tokenEmbedding(weights, architecture, vocabularySize);
  const embedded = embedTokens(layers, table, tokenIds, embeddingScale(architecture));
  if (!architecture.entanglePositionEmbedding || architecture.disableEntangle) return embedded;
  const dimensions = concat(graph, [rows, graph.int64([-1, dModel])], 0);
  const placed = add(graph, graph.node('Reshape', [embedded, dimensions]), rawPositions);
  return reshape(graph, placed, [-1, dModel]);
}

/** The graph; all weights are read when its files are written. */
export function buildPlainDecoder(architecture: OfaArchitecture, stateDict: StateDict): GraphDefinition {
  const context = openContext(architecture, stateDict);
  const { layers, weights, shape, longest, rows, length } = context;
  const { graph } = layers;
  const { dModel, vocabularySize } = architecture;
  const table = layers.constant(textPositions(weights, 'decoder', architecture, longest));
  const rawPositions = takeFirst(graph, table, length, 0);
  const positions = layers.norm(rawPositions, weights.norm('decoder.pos_ln', dModel));
  const biases = selfBiases(context, positions);
  const bias = crossBias(context, positions);
  let states = layers.norm(
    embedPrefixes(context, rawPositions),
    architecture.layernormEmbedding ? weights.norm('decoder.layernorm_embedding', dModel) : undefined,
  );
  for (const [layer, selfBias] of biases.entries())
    states = plainLayer(context, states, layer, selfBias, bias);
  const last = layers.norm(
    states,
    shape.normalizeBefore ? weights.norm('decoder.layer_norm', dModel) : undefined,
  );
  const projection = outputProjection(weights, architecture, vocabularySize);
  const logits = layers.linear(last, { weight: projection });
  const dimensions = concat(graph, [rows, graph.int64([-1, vocabularySize])], 0);
  graph.output(plainNames.logits, graph.node('Reshape', [logits, dimensions]), 'float32', [
    'rows',
    'length',
    vocabularySize,
  ]);
  return graph.finish();
}
