import type { GraphBuilder, Value } from '../graph/graph-builder.ts';
import { asComputed, multiply } from '../graph/operators.ts';
import type { Weight } from '../graph/weights.ts';
import { quantizedChannels } from './channel-quantization.ts';
import { float32 } from './float32.ts';
import { floatingPoint } from './floating-point.ts';
import type { Precision } from './precision.ts';

function stored(graph: GraphBuilder, weight: Weight): Value {
  const { name, shape, sharedFile } = weight;
  if (shape.length === 1) return float32.constant(graph, weight);
  const channels = quantizedChannels(weight);
  const levels = graph.initializer({
    name: `${name}.int8`,
    dataType: 'int8',
    dimensions: shape,
    sharedFile,
    read: async (signal) => new Uint8Array((await channels.levels(signal)).buffer),
  });
  const scales = float32.constant(graph, {
    name: `${name}.scale`,
    shape: shape.map((size, axis) => (axis === 0 ? size : 1)),
    read: async (signal) => channels.scales(signal),
  });
  return multiply(graph, asComputed(graph, levels, 'int8'), scales);
}

/**
 * Stored as int8 with one scale per output channel, computed in float32: ONNX Runtime multiplies the weights out once,
 * when it loads the graph. As small to download as `int8` and closer to the checkpoint, since activations stay as
 * they are, at the speed and in the memory of float32. Vectors stay float32.
 */
export const int8Stored: Precision = floatingPoint(stored);
