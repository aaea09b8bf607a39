/** Strategies that compute in floating point, whatever the weights are stored as. */
import { int } from '../graph/graph-builder.ts';
import type { GraphBuilder, Value } from '../graph/graph-builder.ts';
import { asComputed, convolutionAttributes, gather } from '../graph/operators.ts';
import type { Weight } from '../graph/weights.ts';
import { floatBytes } from './half.ts';
import type { FloatType } from '../onnx/graph-definition.ts';
import type { Precision } from './precision.ts';

/**
 * `stored` gives the whole weight as a value. Linear layers are Gemm over the weight in PyTorch's [out, in]
 * order, as fast as MatMul over a transposed copy, so that the output projection and the token embedding can be one
 * tensor.
 */
export function floatingPoint(stored: (graph: GraphBuilder, weight: Weight) => Value): Precision {
  return {
    linear: (graph, x, { weight, bias }) => {
      const inputs = [x, stored(graph, weight), bias === undefined ? undefined : stored(graph, bias)];
      return graph.node('Gemm', inputs, { transB: int(1) });
    },
    convolution: (graph, x, { weight, bias }, geometry) =>
      graph.node('Conv', [x, stored(graph, weight), stored(graph, bias)], convolutionAttributes(geometry)),
    embedding: (graph, table, ids) => gather(graph, stored(graph, table), ids, 0),
    constant: stored,
  };
}

/**
 * Weights stored as `dataType`. Where the graph computes in another, ONNX Runtime converts them once, when it loads the
 * graph.
 */
export function storedAs(dataType: FloatType): Precision {
  return floatingPoint((graph, weight) => {
    const { name, shape, sharedFile } = weight;
    const stored = graph.initializer({
      name,
      dataType,
      dimensions: shape,
      sharedFile,
      read: async (signal) => floatBytes(dataType, await weight.read(signal)),
    });
    return asComputed(graph, stored, dataType);
  });
}
