/** Half precision (IEEE 754 binary16): 1 sign bit, 5 exponent bits, 10 fraction bits. */
import type { FloatType } from '../onnx/graph-definition.ts';

const largestHalf = 0x7bff;
const infinity = 0x7c00;
const quietNaN = 0x7e00;

/** As bits of a float32: infinity, the least magnitude that rounds beyond ±65504, and 2⁻¹⁴, the least normal half. */
const infinity32 = 0x7f800000;
const overflow32 = 0x477ff000;
const leastNormal32 = 0x38800000;

/** Difference of the exponents' biases, in the float32's place, and how many fraction bits are dropped. */
const exponentBias = (127 - 15) << 23;
const droppedBits = 13;

/** Subnormal halves are multiples of this. */
const leastHalf = 2 ** -24;

/** The nearest integer, ties to the even one. */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/** `bits` of |value| as a float32. */
function halfMagnitude(value: number, bits: number): number {
  if (bits > infinity32) return quietNaN;
  if (bits === infinity32) return infinity;
  if (bits >= overflow32) return largestHalf;
  if (bits < leastNormal32) return roundToEven(Math.abs(value) / leastHalf);
  const justBelowHalf = (1 << (droppedBits - 1)) - 1;
  const lastKeptBit = (bits >>> droppedBits) & 1;
  return (bits - exponentBias + justBelowHalf + lastKeptBit) >>> droppedBits;
}

/**
 * The nearest halves, ties to even, as bits. A finite value beyond ±65504 becomes ±65504: a weight is better
 * saturated than infinite.
 */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < bits.length; index += 1) {
    const sign = (bits[index] >>> 16) & 0x8000;
    halves[index] = sign | halfMagnitude(values[index], bits[index] & 0x7fffffff);
  }
  return halves;
}

/** The numbers that the bits of halves stand for. */
export function toFloat32(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(halves.length);
  for (const [index, bits] of halves.entries()) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >>> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0x1f) values[index] = fraction === 0 ? sign * Infinity : NaN;
    else if (exponent === 0) values[index] = sign * fraction * leastHalf;
    else values[index] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return values;
}

/** Values in ONNX's raw encoding. */
export function floatBytes(dataType: FloatType, values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (dataType === 'float16') return new Uint8Array(toFloat16(values).buffer);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
