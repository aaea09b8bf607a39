import type { OnnxDataType } from './graph-definition.ts';

/** `TensorProto.DataType` of onnx.proto. */
export const dataTypeCodes: Readonly<Record<OnnxDataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

const elementBytes: Readonly<Record<OnnxDataType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
};

/** Elements of a tensor of these dimensions; 1 for a scalar (no dimensions). */
export function elementCount(dimensions: readonly number[]): number {
  return dimensions.reduce((product, dimension) => product * dimension, 1);
}

/** Bytes of a tensor in ONNX's raw encoding. */
export function byteLength(dataType: OnnxDataType, dimensions: readonly number[]): number {
  return elementBytes[dataType] * elementCount(dimensions);
}
