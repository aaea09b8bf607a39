import { bicubicWeights, precisionBits, type ResampleWeights } from './bicubic-weights.ts';
import type { Picture } from './picture.ts';

const half = 1 << (precisionBits - 1);

function clipped(sum: number): number {
  const value = sum >> precisionBits;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Resamples `rowCount` rows of RGB to `side` pixels each, into `target` from byte `offset` on. */
function shrinkRows(
  rows: Uint8Array,
  width: number,
  rowCount: number,
  { starts, counts, weights, taps }: ResampleWeights,
  target: Uint8Array,
  offset: number,
): void {
  const side = starts.length;
  let written = offset;
  for (let row = 0; row < rowCount; row += 1) {
    for (let x = 0; x < side; x += 1) {
      let red = half;
      let green = half;
      let blue = half;
      let pixel = (row * width + starts[x]) * 3;
      const first = x * taps;
      const last = first + counts[x];
      for (let tap = first; tap < last; tap += 1) {
        const weight = weights[tap];
        red = (red + rows[pixel] * weight) | 0;
        green = (green + rows[pixel + 1] * weight) | 0;
        blue = (blue + rows[pixel + 2] * weight) | 0;
        pixel += 3;
      }
      target[written] = clipped(red);
      target[written + 1] = clipped(green);
      target[written + 2] = clipped(blue);
      written += 3;
    }
  }
}

/** Resamples the height of `columns` [height, side · 3] to `side` rows. */
function shrinkColumns(
  columns: Uint8Array,
  { starts, counts, weights, taps }: ResampleWeights,
): Uint8Array<ArrayBuffer> {
  const side = starts.length;
  const stride = side * 3;
  const resized = new Uint8Array(side * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < side; y += 1) {
    sums.fill(half);
    for (let tap = 0; tap < counts[y]; tap += 1) {
      const weight = weights[y * taps + tap];
      const row = (starts[y] + tap) * stride;
      for (let index = 0; index < stride; index += 1) sums[index] += columns[row + index] * weight;
    }
    for (let index = 0; index < stride; index += 1) resized[y * stride + index] = clipped(sums[index]);
  }
  return resized;
}

/**
 * Resizes a picture to a square, its aspect ratio ignored, bit for bit as Pillow's bicubic does: the width first, rounded
 * to 8 bits, then the height; an axis that has the right size already is left alone (reference/README.md, section 5,
 * Resize).
 *
 * @returns RGB [side, side, 3]
 * @throws what the picture's strips throw; the signal's reason on abort
 */
export async function resizePicture(
  signal: AbortSignal,
  picture: Picture,
  side: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = picture;
  const columns = new Uint8Array(height * side * 3);
  const horizontal = width === side ? null : bicubicWeights(width, side);
  let row = 0;
  for await (const strip of picture.strips()) {
    signal.throwIfAborted();
    const rowCount = strip.length / (width * 3);
    if (horizontal === null) columns.set(strip, row * side * 3);
    else shrinkRows(strip, width, rowCount, horizontal, columns, row * side * 3);
    row += rowCount;
  }
  return height === side ? columns : shrinkColumns(columns, bicubicWeights(height, side));
}
