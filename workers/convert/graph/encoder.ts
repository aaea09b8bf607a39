/** The encoder graph: picture and prompt in, keys and values for every decoder layer out. */
import { graphNames } from '../../protocol/graph-names.ts';
import { OfaError } from '../../protocol/errors.ts';
import type { StateDict } from '../checkpoint/state-dict.ts';
import type { GraphDefinition } from '../onnx/graph-definition.ts';
import { patchGridSide } from './architecture.ts';
import type { OfaArchitecture } from './architecture.ts';
import { tokenEmbedding } from './embeddings.ts';
import { encoderBias } from './encoder-bias.ts';
import { patchRows, promptRows } from './encoder-context.ts';
import type { EncoderContext } from './encoder-context.ts';
import { embedPatches, embedPrompt } from './encoder-embeddings.ts';
import { GraphBuilder, float, int } from './graph-builder.ts';
import type { Value } from './graph-builder.ts';
import { Layers } from './layers.ts';
import { patchGrid } from './patch-grid.ts';
import { asComputed, concat, reshape, transpose } from './operators.ts';
import { positionCounts, vocabularyRows } from './options.ts';
import type { GraphOptions } from './options.ts';
import {
  imagePositions,
  normalizedTable,
  projectedTable,
  splitIntoTransposedHeads,
  textPositions,
} from './position-tables.ts';
import { addResnet, readResnet, resnetOutputWidth } from './resnet.ts';
import { attentionBranch, feedForward, feedForwardBranch, residual } from './transformer-layer.ts';
import type { AttentionBranch, LayerShape } from './transformer-layer.ts';
import { CheckpointWeights } from './weights.ts';
import type { Weight } from './weights.ts';

function layerShape(architecture: OfaArchitecture): LayerShape {
  return {
    ...architecture,
    heads: architecture.encoderAttentionHeads,
    ffnDim: architecture.encoderFfnDim,
    normalizeBefore: architecture.encoderNormalizeBefore,
  };
}

/** x [L, d], bias [1, heads, L, L] → [L, d], the middle norm included. */
function selfAttention(layers: Layers, x: Value, branch: AttentionBranch, bias: Value, heads: number): Value {
  const { graph } = layers;
  const batched = (value: Value): Value => graph.node('Unsqueeze', [value, graph.int64([0])]);
  const query = batched(layers.linear(x, branch.query));
  const key = batched(layers.linear(x, branch.key));
  const value = batched(layers.linear(x, branch.value));
  const attended = graph.node(
    'MultiHeadAttention',
    [query, key, value, undefined, undefined, bias],
    { num_heads: int(heads), scale: float(1) },
    'com.microsoft',
  );
  const rows = graph.node('Squeeze', [attended, graph.int64([0])]);
  return layers.norm(layers.linear(rows, branch.output), branch.middle);
}

/** hidden states [L, d] → [L, d] */
function encoderLayer(
  context: EncoderContext,
  x: Value,
  layer: number,
  bias: (layer: number) => Value,
): Value {
  const { layers, weights, architecture } = context;
  const shape = layerShape(architecture);
  const name = `encoder.layers.${layer}`;
  const attention = attentionBranch(weights, name, 'self_attn', shape);
  const expansion = feedForwardBranch(weights, name, shape);
  const attended = residual(layers, x, attention.norm, shape.normalizeBefore, (normalized) =>
    selfAttention(layers, normalized, attention, bias(layer), shape.heads),
  );
  return residual(layers, attended, expansion.norm, shape.normalizeBefore, (normalized) =>
    feedForward(layers, normalized, expansion, architecture.activationFunction),
  );
}

/** Outputs `cross_key_i` and `cross_value_i` of every decoder layer from the encoder's last hidden state [L, d]. */
function addCrossAttentionOutputs({ layers, weights, architecture }: EncoderContext, states: Value): void {
  const { graph } = layers;
  const { dModel, decoderAttentionHeads: heads, decoderLayers } = architecture;
  const width = dModel / heads;
  const heads4d = (value: Value): Value => reshape(graph, value, [1, -1, heads, width]);
  for (let layer = 0; layer < decoderLayers; layer += 1) {
    const at = `decoder.layers.${layer}.cross_attn`;
    const key = layers.linear(states, weights.linear(`${at}.k_proj`, dModel, dModel));
    const value = layers.linear(states, weights.linear(`${at}.v_proj`, dModel, dModel));
    graph.output(graphNames.crossKey(layer), transpose(graph, heads4d(key), [0, 2, 3, 1]), graph.floatType, [
      1,
      heads,
      width,
      'sequence',
    ]);
    graph.output(
      graphNames.crossValue(layer),
      transpose(graph, heads4d(value), [0, 2, 1, 3]),
      graph.floatType,
      [1, heads, 'sequence', width],
    );
  }
}

/** Output `cross_position_key`: the encoder's positions through the decoder's `cross_pos_k_linear`. */
function addCrossPositionOutput(context: EncoderContext): void {
  const { layers, weights, architecture, positions } = context;
  const { graph } = layers;
  const { dModel, decoderAttentionHeads: heads } = architecture;
  const linear = weights.linear('decoder.cross_pos_k_linear', dModel, dModel);
  const keys = (name: string, table: Weight): Value =>
    layers.constant(
      splitIntoTransposedHeads(projectedTable(`decoder.cross_position_key.${name}`, table, linear), heads),
    );
  const image = patchRows(context, keys('image', positions.image), 2);
  const text = promptRows(context, keys('text', positions.text), 2);
  const key = graph.node('Unsqueeze', [concat(graph, [image, text], 2), graph.int64([0])]);
  graph.output(graphNames.crossPositionKey, key, graph.floatType, [1, heads, dModel / heads, 'sequence']);
}

/** The encoder from its inputs to its outputs; ResNet, embeddings, layers, then what the decoder reads. */
function addEncoder(context: EncoderContext, features: Value, tokens: Weight): void {
  const { layers, weights, architecture, positions } = context;
  const { graph } = layers;
  const { dModel, encoderLayers } = architecture;
  const exposeStates = (name: string, value: Value): void =>
    graph.expose(name, ['sequence', dModel], () => value);

  let states = graph.scoped('embeddings', () =>
    concat(graph, [embedPatches(context, features), embedPrompt(context, tokens)], 0),
  );
  graph.expose('position_embedding', ['sequence', dModel], () =>
    concat(
      graph,
      [
        patchRows(context, layers.constant(positions.image), 0),
        promptRows(context, layers.constant(positions.text), 0),
      ],
      0,
    ),
  );
  exposeStates('encoder_hidden_states_0', states);
  const bias = graph.scoped('positions', () => encoderBias(context));
  for (let layer = 0; layer < encoderLayers; layer += 1) {
    states = graph.scoped(`layers.${layer}`, () => encoderLayer(context, states, layer, bias));
    exposeStates(`encoder_hidden_states_${layer + 1}`, states);
  }
  const last = layers.norm(
    states,
    architecture.encoderNormalizeBefore ? weights.norm('encoder.layer_norm', dModel) : undefined,
  );
  exposeStates('encoder_last_hidden_state', last);
  graph.scoped('cross_attention', () => {
    addCrossAttentionOutputs(context, last);
    addCrossPositionOutput(context);
  });
}

/**
 * The encoder graph of a checkpoint, with the inputs and outputs of `protocol/graph-names.ts`. Values that
 * `options.expose` may name: `resnet` [1, 1024, h, w], `position_embedding`, `encoder_hidden_states_<k>` (the input
 * of layer k, the last one the output of the last layer) and `encoder_last_hidden_state`, each [L, d].
 *
 * Reads of the checkpoint only what shows which ResNet blocks are identities; all other weights are read when the
 * graph's files are written.
 * @throws OfaError `checkpoint-tensor-missing`, `config-invalid` where tensor shapes or the picture's size do not fit
 *   the configuration, or what the checkpoint's reader throws.
 */
export async function buildEncoder(
  signal: AbortSignal,
  architecture: OfaArchitecture,
  stateDict: StateDict,
  options: GraphOptions,
): Promise<GraphDefinition> {
  const side = patchGridSide(architecture);
  const { patchImageSize, imageBucketSize, dModel } = architecture;
  if (side > imageBucketSize) {
    throw new OfaError(
      'config-invalid',
      `patch_image_size ${patchImageSize} gives ${side} patches a side, image_bucket_size allows ${imageBucketSize}`,
      { field: 'patch_image_size' },
    );
  }
  const weights = new CheckpointWeights(stateDict);
  const resnet = await readResnet(signal, weights, architecture);
  const graph = new GraphBuilder('encoder', options.expose, options.floatType);
  const layers = new Layers(graph, options.precision);
  const pixelValues = graph.input(graphNames.pixelValues, 'float32', [1, 3, 'side', 'side']);
  const inputIds = graph.input(graphNames.inputIds, 'int32', ['prompt']);
  const rawPositions = {
    image: imagePositions(weights, architecture),
    text: textPositions(weights, 'encoder', architecture, positionCounts(architecture, options).prompt),
  };
  const positions = {
    image: normalizedTable(
      'encoder.image_position_embedding',
      rawPositions.image,
      weights.norm('encoder.image_pos_ln', dModel),
    ),
    text: normalizedTable(
      'encoder.text_position_embedding',
      rawPositions.text,
      weights.norm('encoder.pos_ln', dModel),
    ),
  };
  const features = addResnet(layers, asComputed(graph, pixelValues, 'float32'), resnet);
  graph.expose('resnet', [1, resnetOutputWidth, 'grid', 'grid'], () => features);
  const grid = graph.scoped('grid', () => patchGrid(graph, features, side));
  const context: EncoderContext = { layers, weights, architecture, rawPositions, positions, grid, inputIds };
  const tokens = tokenEmbedding(weights, architecture, vocabularyRows(architecture, options));
  addEncoder(context, features, tokens);
  return graph.finish();
}
