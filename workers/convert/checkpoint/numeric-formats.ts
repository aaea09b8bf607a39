/** The number formats of checkpoints, widened to float32. */
import { OfaError } from '../../protocol/errors.ts';
import type { TensorDataType } from './state-dict.ts';

export const bytesPerElement: Readonly<Record<TensorDataType, number>> = {
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int64: 8,
  int32: 4,
  uint8: 1,
  bool: 1,
};

/** The value of an IEEE 754 binary16. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let halfTable: Float32Array | undefined;

/** All 65,536 half-precision values: looking one up is faster than computing it. */
function halfValues(): Float32Array {
  halfTable ??= Float32Array.from({ length: 0x10000 }, (_, half) => halfToNumber(half));
  return halfTable;
}

function widenHalf(bytes: Uint8Array<ArrayBuffer>, result: Float32Array): void {
  const table = halfValues();
  const halves = new Uint16Array(bytes.buffer);
  for (let index = 0; index < halves.length; index++) result[index] = table[halves[index]];
}

/** bfloat16 is the upper half of a float32. */
function widenBrainHalf(bytes: Uint8Array<ArrayBuffer>, result: Float32Array): void {
  const words = new Uint32Array(result.buffer, result.byteOffset, result.length);
  const halves = new Uint16Array(bytes.buffer);
  for (let index = 0; index < halves.length; index++) words[index] = halves[index] << 16;
}

function integers(
  dataType: 'int64' | 'int32' | 'uint8' | 'bool',
  bytes: Uint8Array<ArrayBuffer>,
): Float64Array {
  if (dataType === 'int64') return Float64Array.from(new BigInt64Array(bytes.buffer), Number);
  return Float64Array.from(dataType === 'int32' ? new Int32Array(bytes.buffer) : bytes);
}

/**
 * Widens little-endian `bytes`, which fill their buffer, into `result`, one element each. float64 is rounded.
 * @throws OfaError `checkpoint-unsupported` naming `tensor` for an integer that float32 cannot hold.
 */
export function widen(
  tensor: string,
  dataType: TensorDataType,
  bytes: Uint8Array<ArrayBuffer>,
  result: Float32Array<ArrayBuffer>,
): void {
  switch (dataType) {
    case 'float32':
      result.set(new Float32Array(bytes.buffer));
      return;
    case 'float16':
      widenHalf(bytes, result);
      return;
    case 'bfloat16':
      widenBrainHalf(bytes, result);
      return;
    case 'float64':
      result.set(new Float64Array(bytes.buffer));
      return;
    case 'int64':
    case 'int32':
    case 'uint8':
    case 'bool': {
      const values = integers(dataType, bytes);
      const tooLarge = values.find((value) => Math.fround(value) !== value);
      if (tooLarge !== undefined) {
        const message = `${tensor} holds the integer ${tooLarge}, which single precision cannot represent`;
        throw new OfaError('checkpoint-unsupported', message, { tensor });
      }
      result.set(values);
    }
  }
}
