/** The layers that OFA is made of. Each asks the precision policy how the weight at hand is stored and computed. */
import type { PrecisionPolicy } from '../quantize/precision.ts';
import type { ActivationFunction } from './architecture.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { gelu, layerNormalization, relu } from './operators.ts';
import type { ConvolutionGeometry } from './operators.ts';
import type { Convolution, Linear, Norm, Weight } from './weights.ts';

export class Layers {
  readonly graph: GraphBuilder;
  readonly #precisionOf: PrecisionPolicy;

  constructor(graph: GraphBuilder, precisionOf: PrecisionPolicy) {
    this.graph = graph;
    this.#precisionOf = precisionOf;
  }

  /** x [rows, in] → [rows, out]. */
  linear(x: Value, linear: Linear): Value {
    return this.#precisionOf(linear.weight.name).linear(this.graph, x, linear);
  }

  /** x [1, in, height, width] → [1, out, …]. */
  convolution(x: Value, convolution: Convolution, geometry: ConvolutionGeometry): Value {
    return this.#precisionOf(convolution.weight.name).convolution(this.graph, x, convolution, geometry);
  }

  /** Rows `ids` (int32 [n]) of `table` → [n, width]. */
  embedding(table: Weight, ids: Value): Value {
    return this.#precisionOf(table.name).embedding(this.graph, table, ids);
  }

  /** A weight as a value of its own shape. */
  constant(weight: Weight): Value {
    return this.#precisionOf(weight.name).constant(this.graph, weight);
  }

  /** Over the last axis, eps 1e-5; undefined `norm` is the identity. */
  norm(x: Value, norm: Norm | undefined): Value {
    if (norm === undefined) return x;
    return layerNormalization(this.graph, x, this.constant(norm.gain), this.constant(norm.bias));
  }

  activation(x: Value, activation: ActivationFunction): Value {
    if (activation === 'relu') return relu(this.graph, x);
    return gelu(this.graph, x, activation === 'gelu' ? 'none' : 'tanh');
  }
}
