/** The ONNX operators that the graphs are made of, as functions of values (operator set 21). */
import { dataTypeCodes } from '../onnx/data-type.ts';
import type { OnnxDataType } from '../onnx/graph-definition.ts';
import { float, int, ints, text } from './graph-builder.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';

export function add(graph: GraphBuilder, left: Value, right: Value): Value {
  return graph.node('Add', [left, right]);
}

export function subtract(graph: GraphBuilder, left: Value, right: Value): Value {
  return graph.node('Sub', [left, right]);
}

export function multiply(graph: GraphBuilder, left: Value, right: Value): Value {
  return graph.node('Mul', [left, right]);
}

export function matMul(graph: GraphBuilder, left: Value, right: Value): Value {
  return graph.node('MatMul', [left, right]);
}

/** Over the last axis. */
export function softmax(graph: GraphBuilder, x: Value): Value {
  return graph.node('Softmax', [x], { axis: int(-1) });
}

export function relu(graph: GraphBuilder, x: Value): Value {
  return graph.node('Relu', [x]);
}

/** `tanh` is the approximation that `gelu_new` names. */
export function gelu(graph: GraphBuilder, x: Value, approximate: 'none' | 'tanh'): Value {
  return graph.node('Gelu', [x], { approximate: text(approximate) });
}

/** Over the last axis, eps 1e-5. */
export function layerNormalization(graph: GraphBuilder, x: Value, gain: Value, bias: Value): Value {
  return graph.node('LayerNormalization', [x, gain, bias], { axis: int(-1), epsilon: float(1e-5) });
}

/** x, of the type `from`, in the type that is being computed in. */
export function asComputed(graph: GraphBuilder, x: Value, from: OnnxDataType): Value {
  if (from === graph.floatType) return x;
  return graph.node('Cast', [x], { to: int(dataTypeCodes[graph.floatType]) });
}

/** In `shape` 0 keeps the input's dimension and one -1 is worked out. */
export function reshape(graph: GraphBuilder, x: Value, shape: readonly number[]): Value {
  return graph.node('Reshape', [x, graph.int64(shape)]);
}

/** `reshape` to dimensions of which some are known at run time only, as int64 values of one element. */
export function reshapeTo(graph: GraphBuilder, x: Value, shape: readonly (number | Value)[]): Value {
  const dimensions = shape.map((size) => (typeof size === 'number' ? graph.int64([size]) : size));
  return graph.node('Reshape', [x, concat(graph, dimensions, 0)]);
}

export function transpose(graph: GraphBuilder, x: Value, permutation: readonly number[]): Value {
  return graph.node('Transpose', [x], { perm: ints(permutation) });
}

export function concat(graph: GraphBuilder, values: readonly Value[], axis: number): Value {
  return graph.node('Concat', values, { axis: int(axis) });
}

/** Parts of size 1 along axis 0. */
export function splitRows(graph: GraphBuilder, x: Value, rows: number): Value[] {
  return graph.nodes('Split', [x], rows, { axis: int(0), num_outputs: int(rows) });
}

export function gather(graph: GraphBuilder, data: Value, indices: Value, axis: number): Value {
  return graph.node('Gather', [data, indices], { axis: int(axis) });
}

/** The first `length` (an int64 value of one element) entries along `axis`. */
export function takeFirst(graph: GraphBuilder, x: Value, length: Value, axis: number): Value {
  return graph.node('Slice', [x, graph.int64([0]), length, graph.int64([axis])]);
}

/** The first entry along axis 0, which stays as an axis of size 1. */
export function firstEntry(graph: GraphBuilder, x: Value): Value {
  return takeFirst(graph, x, graph.int64([1]), 0);
}

/** The size of `axis` as an int64 value of one element. */
export function dimensionOf(graph: GraphBuilder, x: Value, axis: number): Value {
  return graph.node('Shape', [x], { start: int(axis), end: int(axis + 1) });
}

export function castToInt32(graph: GraphBuilder, x: Value): Value {
  return graph.node('Cast', [x], { to: int(dataTypeCodes.int32) });
}

/** `start`, `start + step`, … before `limit`; all are scalars of one type. */
export function range(graph: GraphBuilder, start: Value, limit: Value, step: Value): Value {
  return graph.node('Range', [start, limit, step]);
}

export interface ConvolutionGeometry {
  readonly stride: number;
  /** On every side. */
  readonly padding: number;
}

/** `strides` and `pads` of Conv, ConvInteger and MaxPool. */
export function convolutionAttributes({ stride, padding }: ConvolutionGeometry) {
  return { strides: ints([stride, stride]), pads: ints([padding, padding, padding, padding]) };
}

export function maxPool(graph: GraphBuilder, x: Value, kernel: number, geometry: ConvolutionGeometry): Value {
  return graph.node('MaxPool', [x], {
    kernel_shape: ints([kernel, kernel]),
    ...convolutionAttributes(geometry),
  });
}
