/**
 * Symmetric quantization to 4 or 8 bits with one scale for every 32 values of a row, laid out as ONNX Runtime's
 * MatMulNBits and GatherBlockQuantized read it.
 */
import type { Values, Weight } from '../graph/weights.ts';
import { toFloat16, toFloat32 } from './half.ts';

export type Bits = 4 | 8;

/** Values that share a scale: neighbours in a row. */
export const blockSize = 32;

export interface QuantizedBlocks {
  /** [rows, row blocks, 4 · bits] bytes of unsigned levels, the earlier one in the lower half of a byte. */
  levels(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** [rows, row blocks] as the bits of halves; value ≈ (level - 2^(bits - 1)) · scale. */
  scales(signal: AbortSignal): Promise<Uint16Array<ArrayBuffer>>;
}

/** How far from the largest value's own scale the best scale of a block is looked for, in levels. */
const searchedOffsets: Readonly<Record<Bits, readonly number[]>> = {
  4: Array.from({ length: 9 }, (_, step) => (step - 4) / 4),
  8: [0],
};

/** The unsigned level, of `2 · half`, nearest to a value. Without Math's functions it takes a third of the time. */
function levelOf(value: number, inverseScale: number, half: number): number {
  const level = (value * inverseScale + half + 0.5) | 0;
  if (level < 0) return 0;
  return level < 2 * half ? level : 2 * half - 1;
}

/** The value of a block, starting at `start`, that lies farthest from zero. */
function farthest(values: Values, start: number): number {
  let found = 0;
  for (let index = start; index < start + blockSize; index += 1) {
    if (Math.abs(values[index]) > Math.abs(found)) found = values[index];
  }
  return found;
}

/**
 * The scale that leaves the least sum of squared errors: for each candidate that the values are rounded with, the scale
 * that then fits the levels best. The farthest value is at the negative end, which has one level more.
 */
function bestScale(values: Values, start: number, bits: Bits): number {
  const extreme = farthest(values, start);
  if (extreme === 0) return 0;
  const half = 2 ** (bits - 1);
  let best = 0;
  let bestExplained = -1;
  for (const offset of searchedOffsets[bits]) {
    const inverse = -(half + offset) / extreme;
    let products = 0;
    let squares = 0;
    for (let index = start; index < start + blockSize; index += 1) {
      const level = levelOf(values[index], inverse, half) - half;
      products += values[index] * level;
      squares += level * level;
    }
    const explained = products ** 2 / squares;
    if (explained <= bestExplained) continue;
    bestExplained = explained;
    best = products / squares;
  }
  return best;
}

function blockScales(values: Values, bits: Bits): Uint16Array<ArrayBuffer> {
  const scales = new Float32Array(values.length / blockSize);
  return toFloat16(scales.map((_, block) => bestScale(values, block * blockSize, bits)));
}

function blockLevels(values: Values, scales: Float32Array, bits: Bits): Uint8Array<ArrayBuffer> {
  const half = 2 ** (bits - 1);
  const perByte = 8 / bits;
  const levels = new Uint8Array(values.length / perByte);
  for (let index = 0; index < values.length; index += 1) {
    const scale = scales[Math.floor(index / blockSize)];
    const level = scale === 0 ? half : levelOf(values[index], 1 / scale, half);
    levels[Math.floor(index / perByte)] |= level << (bits * (index % perByte));
  }
  return levels;
}

/**
 * Quantizes a weight, whose last dimension is a multiple of `blockSize`, when its levels or scales are asked for. Only the
 * scales are kept in between: levels and scales cost one reading of the weight if the levels come first, two otherwise.
 */
export function quantizedBlocks(weight: Weight, bits: Bits): QuantizedBlocks {
  let known: Uint16Array<ArrayBuffer> | undefined;
  return {
    levels: async (signal) => {
      const values = await weight.read(signal);
      known = blockScales(values, bits);
      return blockLevels(values, toFloat32(known), bits);
    },
    scales: async (signal) => known ?? blockScales(await weight.read(signal), bits),
  };
}
