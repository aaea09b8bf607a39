/**
 * Int8 weights with one scale per output channel; activations are quantized to uint8 as they come, one scale per
 * tensor. The nodes are those that ONNX Runtime fuses to DynamicQuantizeMatMul and MatMulIntegerToFloat. For the CPU
 * and WASM: these operators do not exist on WebGPU.
 */
import type { GraphBuilder, Value } from '../graph/graph-builder.ts';
import { add, asComputed, convolutionAttributes, gather, multiply, transpose } from '../graph/operators.ts';
import { derivedWeight } from '../graph/weights.ts';
import type { Weight } from '../graph/weights.ts';
import { float32 } from './float32.ts';
import type { Precision } from './precision.ts';
import { quantizedChannels } from './channel-quantization.ts';
import type { QuantizedChannels } from './channel-quantization.ts';

/** ONNX Runtime's ConvInteger is 16 times slower with int8 weights than with uint8 ones around this zero point. */
const convolutionZeroPoint = 128;

interface QuantizedInput {
  readonly levels: Value;
  readonly scale: Value;
  readonly zeroPoint: Value;
}

/** An input that several layers read (query, key, value) is quantized once. */
const quantizedInputs = new WeakMap<Value, QuantizedInput>();

function quantizeInput(graph: GraphBuilder, x: Value): QuantizedInput {
  const known = quantizedInputs.get(x);
  if (known !== undefined) return known;
  const [levels, scale, zeroPoint] = graph.nodes('DynamicQuantizeLinear', [x], 3);
  const quantized = { levels, scale, zeroPoint };
  quantizedInputs.set(x, quantized);
  return quantized;
}

/** The scales of the channels, as a tensor of `dimensions` that broadcasts over a result. */
function scalesOf(
  graph: GraphBuilder,
  weight: Weight,
  channels: QuantizedChannels,
  dimensions: readonly number[],
): Value {
  return float32.constant(graph, {
    name: `${weight.name}.scale`,
    shape: dimensions,
    read: async (signal) => channels.scales(signal),
  });
}

/** The weight [out, in] as int8 [in, out], the order in which MatMulInteger reads it. */
function transposedLevels(graph: GraphBuilder, weight: Weight, channels: QuantizedChannels): Value {
  const [outputs, inputs] = weight.shape;
  return graph.initializer({
    name: `${weight.name}.int8`,
    dataType: 'int8',
    dimensions: [inputs, outputs],
    sharedFile: weight.sharedFile,
    read: async (signal) => {
      const levels = await channels.levels(signal);
      const transposed = new Uint8Array(levels.length);
      for (let output = 0; output < outputs; output += 1) {
        for (let input = 0; input < inputs; input += 1) {
          transposed[input * outputs + output] = levels[output * inputs + input];
        }
      }
      return transposed;
    },
  });
}

/** The weight [out, in, height, width] as uint8 around `convolutionZeroPoint`. */
function shiftedLevels(graph: GraphBuilder, weight: Weight, channels: QuantizedChannels): Value {
  return graph.initializer({
    name: `${weight.name}.uint8`,
    dataType: 'uint8',
    dimensions: weight.shape,
    read: async (signal) =>
      // As bytes, a negative level is 256 more: adding the zero point wraps around to where it belongs.
      new Uint8Array((await channels.levels(signal)).buffer).map((level) => level + convolutionZeroPoint),
  });
}

/** A bias [channels] with dimensions that broadcast over [1, channels, height, width]. */
function planeBias(bias: Weight): Weight {
  return derivedWeight(bias.name, [bias.shape[0], 1, 1], [bias], (values) => values);
}

export const int8: Precision = {
  linear: (graph, x, { weight, bias }) => {
    const channels = quantizedChannels(weight);
    const { levels, scale, zeroPoint } = quantizeInput(graph, x);
    const product = graph.node('MatMulInteger', [
      levels,
      transposedLevels(graph, weight, channels),
      zeroPoint,
    ]);
    const unit = multiply(graph, scale, scalesOf(graph, weight, channels, [weight.shape[0]]));
    const y = multiply(graph, asComputed(graph, product, 'int32'), unit);
    return bias === undefined ? y : add(graph, y, float32.constant(graph, bias));
  },

  convolution: (graph, x, { weight, bias }, geometry) => {
    const channels = quantizedChannels(weight);
    const { levels, scale, zeroPoint } = quantizeInput(graph, x);
    const weightZeroPoint = graph.initializer({
      name: 'convolution_zero_point',
      dataType: 'uint8',
      dimensions: [],
      read: async () => Promise.resolve(Uint8Array.of(convolutionZeroPoint)),
    });
    const sums = graph.node(
      'ConvInteger',
      [levels, shiftedLevels(graph, weight, channels), zeroPoint, weightZeroPoint],
      convolutionAttributes(geometry),
    );
    const unit = multiply(graph, scale, scalesOf(graph, weight, channels, [weight.shape[0], 1, 1]));
    const y = multiply(graph, asComputed(graph, sums, 'int32'), unit);
    return add(graph, y, float32.constant(graph, planeBias(bias)));
  },

  embedding: (graph, table, ids) => {
    const channels = quantizedChannels(table);
    const columns = asComputed(
      graph,
      gather(graph, transposedLevels(graph, table, channels), ids, 1),
      'int8',
    );
    const scales = gather(graph, scalesOf(graph, table, channels, [table.shape[0]]), ids, 0);
    return transpose(graph, multiply(graph, columns, scales), [1, 0]);
  },

  constant: (graph, weight) => float32.constant(graph, weight),
};
