import { cast } from '../graph/operators.ts';
import { floatingPoint } from './floating-point.ts';
import { toFloat16 } from './half.ts';
import type { Precision } from './precision.ts';

/** Stored in half the bytes, computed in float32: ONNX Runtime widens the weights once, when it loads the graph. */
export const float16Stored: Precision = floatingPoint((graph, weight) => {
  const { name, shape, sharedFile } = weight;
  const stored = graph.initializer({
    name,
    dataType: 'float16',
    dimensions: shape,
    sharedFile,
    read: async (signal) => new Uint8Array(toFloat16(await weight.read(signal)).buffer),
  });
  return cast(graph, stored, 'float32');
});
