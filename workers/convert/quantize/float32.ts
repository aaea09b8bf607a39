import { floatingPoint } from './floating-point.ts';
import type { Precision } from './precision.ts';

/** Weights as they are. */
export const float32: Precision = floatingPoint((graph, weight) => {
  const { name, shape, sharedFile } = weight;
  return graph.initializer({
    name,
    dataType: 'float32',
    dimensions: shape,
    sharedFile,
    read: async (signal) => {
      const values = await weight.read(signal);
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    },
  });
});
