/** How a weight is stored and computed with: one strategy per precision, chosen weight by weight. */
import type { GraphBuilder, Value } from '../graph/graph-builder.ts';
import type { ConvolutionGeometry } from '../graph/operators.ts';
import type { Convolution, Linear, Weight } from '../graph/weights.ts';

/** Floating-point values that go in and come out are of the graph's `floatType`. */
export interface Precision {
  /** x [rows, in] → x · weightᵀ + bias [rows, out]. */
  linear(graph: GraphBuilder, x: Value, linear: Linear): Value;
  /** x [1, in, height, width] → [1, out, …], bias included. */
  convolution(graph: GraphBuilder, x: Value, convolution: Convolution, geometry: ConvolutionGeometry): Value;
  /** Rows `ids` (int32 [n]) of `table` [rows, width] → [n, width]. */
  embedding(graph: GraphBuilder, table: Weight, ids: Value): Value;
  /** The whole weight as a value of its own shape: norms, biases, position tables. */
  constant(graph: GraphBuilder, weight: Weight): Value;
}

/** The strategy for a weight, by its name in the checkpoint. */
export type PrecisionPolicy = (weightName: string) => Precision;
