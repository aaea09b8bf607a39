/** The decoder graph: one step of all beams, with self-attention past and the encoder's keys and values. */
import { graphNames } from '../../protocol/graph-names.ts';
import type { StateDict } from '../checkpoint/state-dict.ts';
import type { GraphDefinition } from '../onnx/graph-definition.ts';
import type { OfaArchitecture } from './architecture.ts';
import { crossAttentionBias, selfAttentionBiases } from './decoder-bias.ts';
import { addInputs } from './decoder-context.ts';
import type { DecoderContext, LayerInputs } from './decoder-context.ts';
import { embedTokens, embeddingScale, outputProjection, tokenEmbedding } from './embeddings.ts';
import { GraphBuilder } from './graph-builder.ts';
import type { Value } from './graph-builder.ts';
import { Layers } from './layers.ts';
import { add, asComputed, concat, gather, matMul, reshape, softmax, transpose } from './operators.ts';
import { positionCounts, vocabularyRows } from './options.ts';
import type { GraphOptions } from './options.ts';
import { normalizedTable, textPositions } from './position-tables.ts';
import { attentionBranch, feedForward, feedForwardBranch, residual } from './transformer-layer.ts';
import type { AttentionBranch, LayerShape } from './transformer-layer.ts';
import { CheckpointWeights } from './weights.ts';
import type { Weight } from './weights.ts';

function layerShape(architecture: OfaArchitecture): LayerShape {
  return {
    ...architecture,
    heads: architecture.decoderAttentionHeads,
    ffnDim: architecture.decoderFfnDim,
    normalizeBefore: architecture.decoderNormalizeBefore,
  };
}

/** LayerNorm(scale · embedding), [B, d]. */
function embedLastTokens(context: DecoderContext, tokens: Weight): Value {
  const { layers, weights, architecture, inputs, positions } = context;
  const embedded = embedTokens(layers, tokens, inputs.inputIds, embeddingScale(architecture));
  const placed =
    architecture.entanglePositionEmbedding && !architecture.disableEntangle
      ? add(layers.graph, embedded, gather(layers.graph, layers.constant(positions), inputs.position, 0))
      : embedded;
  return layers.norm(
    placed,
    architecture.layernormEmbedding
      ? weights.norm('decoder.layernorm_embedding', architecture.dModel)
      : undefined,
  );
}

/** softmax(query · key + bias) · value; the key transposed. */
function attend(graph: GraphBuilder, query: Value, key: Value, value: Value, bias: Value): Value {
  return matMul(graph, softmax(graph, add(graph, matMul(graph, query, key), bias)), value);
}

/** x [B, d] → [B, d], the middle norm included; adds the outputs `present_key_i` and `present_value_i`. */
function selfAttention(
  { layers, architecture, shape, headWidth, inputs }: DecoderContext,
  x: Value,
  branch: AttentionBranch,
  past: LayerInputs,
  bias: Value,
): Value {
  const { graph } = layers;
  const { heads } = shape;
  const asHeads = (value: Value): Value => reshape(graph, value, [-1, heads, 1, headWidth]);
  const extended = (before: Value, last: Value, outputName: string): Value => {
    const present = concat(graph, [gather(graph, before, inputs.beamIndices, 0), asHeads(last)], 2);
    graph.output(outputName, present, graph.floatType, ['rows', heads, 'length', headWidth]);
    return present;
  };
  const query = asHeads(layers.linear(x, branch.query));
  const key = extended(past.pastKey, layers.linear(x, branch.key), graphNames.presentKey(past.index));
  const value = extended(past.pastValue, layers.linear(x, branch.value), graphNames.presentValue(past.index));
  const attended = attend(graph, query, transpose(graph, key, [0, 1, 3, 2]), value, bias);
  const rows = reshape(graph, attended, [-1, architecture.dModel]);
  return layers.norm(layers.linear(rows, branch.output), branch.middle);
}

/** x [B, d] → [B, d], the middle norm included. The beams are the query's rows; the source's keys exist once. */
function crossAttention(
  { layers, architecture, shape, headWidth }: DecoderContext,
  x: Value,
  branch: Pick<AttentionBranch, 'query' | 'output' | 'middle'>,
  source: LayerInputs,
  bias: Value,
): Value {
  const { graph } = layers;
  const rows = reshape(graph, layers.linear(x, branch.query), [1, -1, shape.heads, headWidth]);
  const query = transpose(graph, rows, [0, 2, 1, 3]);
  const attended = transpose(
    graph,
    attend(graph, query, source.crossKey, source.crossValue, bias),
    [0, 2, 1, 3],
  );
  const joined = reshape(graph, attended, [-1, architecture.dModel]);
  return layers.norm(layers.linear(joined, branch.output), branch.middle);
}

/** hidden states [B, d] → [B, d]. */
function decoderLayer(
  context: DecoderContext,
  x: Value,
  inputs: LayerInputs,
  selfBias: Value,
  crossBias: Value,
): Value {
  const { layers, weights, architecture, shape } = context;
  const name = `decoder.layers.${inputs.index}`;
  const self = attentionBranch(weights, name, 'self_attn', shape);
  const cross = attentionBranch(weights, name, 'cross_attn', shape);
  const expansion = feedForwardBranch(weights, name, shape);
  const ownContext = residual(layers, x, self.norm, shape.normalizeBefore, (normalized) =>
    selfAttention(context, normalized, self, inputs, selfBias),
  );
  const sourceContext = residual(layers, ownContext, cross.norm, shape.normalizeBefore, (normalized) =>
    crossAttention(context, normalized, cross, inputs, crossBias),
  );
  return residual(layers, sourceContext, expansion.norm, shape.normalizeBefore, (normalized) =>
    feedForward(layers, normalized, expansion, architecture.activationFunction),
  );
}

/** The decoder from its inputs to its logits [B, V]. */
function addDecoder(context: DecoderContext, tokens: Weight, projection: Weight): void {
  const { layers, weights, architecture, shape, positions, inputs } = context;
  const { graph } = layers;
  const { floatType } = graph;
  const { dModel } = architecture;
  const normalized = normalizedTable(
    'decoder.position_embedding',
    positions,
    weights.norm('decoder.pos_ln', dModel),
  );
  const { selfBiases, crossBias } = graph.scoped('positions', () => ({
    selfBiases: selfAttentionBiases(context, normalized),
    crossBias: crossAttentionBias(context, normalized),
  }));
  let states = graph.scoped('embeddings', () => embedLastTokens(context, tokens));
  for (const layer of inputs.layers) {
    states = graph.scoped(`layers.${layer.index}`, () =>
      decoderLayer(context, states, layer, selfBiases[layer.index], crossBias),
    );
  }
  const last = layers.norm(
    states,
    shape.normalizeBefore ? weights.norm('decoder.layer_norm', dModel) : undefined,
  );
  // Thousandths of a score decide between captions: less than a float16 of its size can tell.
  const logits = graph.computedIn('float32', () =>
    layers.linear(asComputed(graph, last, floatType), { weight: projection }),
  );
  graph.output(graphNames.logits, logits, 'float32', ['rows', projection.shape[0]]);
}

/**
 * The decoder step graph of a checkpoint, with the inputs and outputs of `protocol/graph-names.ts`. All weights are
 * read when the graph's files are written.
 * @throws OfaError `checkpoint-tensor-missing`, or `config-invalid` where a tensor's shape does not fit the
 *   configuration.
 */
export async function buildDecoder(
  signal: AbortSignal,
  architecture: OfaArchitecture,
  stateDict: StateDict,
  options: GraphOptions,
): Promise<GraphDefinition> {
  signal.throwIfAborted();
  const weights = new CheckpointWeights(stateDict);
  const graph = new GraphBuilder('decoder', new Set(), options.floatType);
  const rows = vocabularyRows(architecture, options);
  const { target } = positionCounts(architecture, options);
  const context: DecoderContext = {
    layers: new Layers(graph, options.precision),
    weights,
    architecture,
    shape: layerShape(architecture),
    headWidth: architecture.dModel / architecture.decoderAttentionHeads,
    positions: textPositions(weights, 'decoder', architecture, target),
    inputs: addInputs(graph, architecture),
  };
  addDecoder(
    context,
    tokenEmbedding(weights, architecture, rows),
    outputProjection(weights, architecture, rows),
  );
  return Promise.resolve(graph.finish());
}
