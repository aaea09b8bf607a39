import { convolutionAttributes, gather } from '../graph/operators.ts';
import { int } from '../graph/graph-builder.ts';
import type { GraphBuilder, Value } from '../graph/graph-builder.ts';
import type { Weight } from '../graph/weights.ts';
import type { Precision } from './precision.ts';

function stored(graph: GraphBuilder, weight: Weight): Value {
  return graph.initializer({
    name: weight.name,
    dataType: 'float32',
    dimensions: weight.shape,
    ...(weight.sharedFile === undefined ? {} : { sharedFile: weight.sharedFile }),
    read: async (signal) => {
      const values = await weight.read(signal);
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    },
  });
}

/**
 * Weights as they are. Linear layers are Gemm over the weight in PyTorch's [out, in] order, so that the output
 * projection and the token embedding can be one tensor; as fast as MatMul over a transposed copy.
 */
export const float32: Precision = {
  linear: (graph, x, { weight, bias }) =>
    graph.node('Gemm', [x, stored(graph, weight), bias === undefined ? undefined : stored(graph, bias)], {
      transB: int(1),
    }),
  convolution: (graph, x, { weight, bias }, geometry) =>
    graph.node('Conv', [x, stored(graph, weight), stored(graph, bias)], convolutionAttributes(geometry)),
  embedding: (graph, table, ids) => gather(graph, stored(graph, table), ids, 0),
  constant: stored,
};
