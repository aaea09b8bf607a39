/** Arithmetic on row-major matrices for what is folded into tables; sums are in float64. */
import type { Values } from './weights.ts';

const layerNormEpsilon = 1e-5;

/** LayerNorm of each row of `values` [rows, width]; the width is that of `gain` and `bias`. */
export function normalizeRows(values: Values, gain: Values, bias: Values): Values {
  const width = gain.length;
  const normalized = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += width) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < width; i += 1) sum += values[start + i];
    const mean = sum / width;
    for (let i = 0; i < width; i += 1) squares += (values[start + i] - mean) ** 2;
    const deviation = Math.sqrt(squares / width + layerNormEpsilon);
    for (let i = 0; i < width; i += 1) {
      normalized[start + i] = ((values[start + i] - mean) / deviation) * gain[i] + bias[i];
    }
  }
  return normalized;
}

/** The dot product of `length` values from `leftStart` and `rightStart`. */
export function dotProduct(
  left: Values,
  leftStart: number,
  right: Values,
  rightStart: number,
  length: number,
): number {
  // Four sums at a time do not wait for each other: three times as fast.
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    first += left[leftStart + i] * right[rightStart + i];
    second += left[leftStart + i + 1] * right[rightStart + i + 1];
    third += left[leftStart + i + 2] * right[rightStart + i + 2];
    fourth += left[leftStart + i + 3] * right[rightStart + i + 3];
  }
  for (; i < length; i += 1) first += left[leftStart + i] * right[rightStart + i];
  return first + second + third + fourth;
}

/** `values` [rows, in] · `weight` [out, in]ᵀ + `bias` [out] → [rows, out]. */
export function projectRows(values: Values, weight: Values, bias: Values): Values {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const rows = values.length / inputs;
  const projected = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row += 1) {
    for (let output = 0; output < outputs; output += 1) {
      const product = dotProduct(values, row * inputs, weight, output * inputs, inputs);
      projected[row * outputs + output] = product + bias[output];
    }
  }
  return projected;
}

/** The rows `indices` of `values` [rows, width], in that order. */
export function gatherRows(values: Values, width: number, indices: readonly number[]): Values {
  const gathered = new Float32Array(indices.length * width);
  for (const [row, index] of indices.entries()) {
    gathered.set(values.subarray(index * width, (index + 1) * width), row * width);
  }
  return gathered;
}

/** For each of `to` pixels the two of `from` pixels that it lies between, and the share of the second. */
function bilinearWeights(from: number, to: number): { first: number; second: number; share: number }[] {
  return Array.from({ length: to }, (_, index) => {
    const position = Math.max(((index + 0.5) * from) / to - 0.5, 0);
    const first = Math.min(Math.floor(position), from - 1);
    return { first, second: Math.min(first + 1, from - 1), share: position - first };
  });
}

/**
 * Stretches a square grid of vectors, `values` [from · from, width], to [to · to, width]: bilinear with half-pixel
 * centres, as `interpolate(mode='bilinear')` of PyTorch.
 */
export function bilinearGrid(values: Values, width: number, from: number, to: number): Values {
  const weights = bilinearWeights(from, to);
  const stretched = new Float32Array(to * to * width);
  for (const [y, rows] of weights.entries()) {
    for (const [x, columns] of weights.entries()) {
      for (let i = 0; i < width; i += 1) {
        const at = (row: number, column: number): number => values[(row * from + column) * width + i];
        const mix = (row: number): number =>
          at(row, columns.first) * (1 - columns.share) + at(row, columns.second) * columns.share;
        stretched[(y * to + x) * width + i] =
          mix(rows.first) * (1 - rows.share) + mix(rows.second) * rows.share;
      }
    }
  }
  return stretched;
}
