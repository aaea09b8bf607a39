/** Positions of prompt tokens and image patches, and the attention biases that come of them. */
import { gatherRows, zeros, type Matrix, type Numbers } from './matrix.ts';
import { applyLinear, type Weights } from './weights.ts';

/** Side of the table from which the reference takes its text buckets, whatever `max_position_embeddings` is. */
const bucketedPositions = 1024;

/** Added to the attention scores: value (head, query, key) at `(head * queries + query) * keys + key`. */
export interface AttentionBias {
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly data: Float64Array;
}

/**
 * Row of the relative text table for a query `distance` tokens after its key: exact up to half of `bucketSize`,
 * logarithmic beyond, the logarithm rounded as float32 does.
 */
export function tokenBucket(distance: number, bucketSize: number): number {
  const half = Math.floor(bucketSize / 2);
  const far = Math.abs(distance);
  if (far <= half) return distance + bucketSize - 1;
  const logarithm = Math.fround(Math.log(Math.fround(far / half)));
  const fraction = Math.fround(logarithm / Math.fround(Math.log((bucketedPositions - 1) / half)));
  const bucket = Math.ceil(Math.fround(fraction * (half - 1))) + half;
  return Math.sign(distance) * bucket + bucketSize - 1;
}

/** Row of the relative image table for patch indices of a grid `side` wide. */
export function imageBucket(query: number, key: number, side: number, bucketSize: number): number {
  const down = Math.floor(query / side) - Math.floor(key / side);
  const right = (query % side) - (key % side);
  return (down + bucketSize - 1) * (2 * bucketSize - 1) + (right + bucketSize - 1);
}

/** `bias` plus, on the block that starts at (offset, offset) and is `size` square, the table's row per bucket. */
export function addRelativeBias(
  bias: AttentionBias,
  table: Numbers,
  offset: number,
  size: number,
  bucket: (query: number, key: number) => number,
): AttentionBias {
  const data = Float64Array.from(bias.data);
  for (let query = 0; query < size; query++) {
    for (let key = 0; key < size; key++) {
      const row = bucket(query, key) * bias.heads;
      for (let head = 0; head < bias.heads; head++) {
        data[(head * bias.queries + offset + query) * bias.keys + offset + key] += table[row + head];
      }
    }
  }
  return { ...bias, data };
}

/** Per head, the scaled product of two projected position embeddings: the bias by absolute positions. */
export function absoluteBias(
  weights: Weights,
  names: { readonly query: string; readonly key: string },
  queryPositions: Matrix,
  keyPositions: Matrix,
  heads: number,
  scale: number,
): AttentionBias {
  const query = applyLinear(weights, names.query, queryPositions);
  const key = applyLinear(weights, names.key, keyPositions);
  const width = query.columns / heads;
  const data = new Float64Array(heads * query.rows * key.rows);
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < query.rows; i++) {
      for (let j = 0; j < key.rows; j++) {
        let sum = 0;
        for (let k = head * width; k < (head + 1) * width; k++) {
          sum += query.data[i * query.columns + k] * scale * key.data[j * key.columns + k];
        }
        data[(head * query.rows + i) * key.rows + j] = sum;
      }
    }
  }
  return { heads, queries: query.rows, keys: key.rows, data };
}

/** Rows of the image position table for a square grid: `y * bucketSize + x + 1`. */
function gridPositions(table: Numbers, width: number, side: number, bucketSize: number): Matrix {
  const rows = Array.from({ length: side * side }, (_, patch) => {
    return Math.floor(patch / side) * bucketSize + (patch % side) + 1;
  });
  return gatherRows(table, width, rows);
}

/** Source cells and their mixture for one axis of a bilinear stretch with half-pixel centres. */
function stretchedCoordinate(target: number, targetSide: number, sourceSide: number) {
  const position = Math.max(((target + 0.5) * sourceSide) / targetSide - 0.5, 0);
  const low = Math.min(Math.floor(position), sourceSide - 1);
  return { low, high: Math.min(low + 1, sourceSide - 1), fraction: position - low };
}

/** A square grid of embeddings `source` [side², width] stretched to `side` x `side` cells. */
function stretchGrid(source: Matrix, sourceSide: number, side: number): Matrix {
  const result = zeros(side * side, source.columns);
  const cell = (y: number, x: number, k: number): number =>
    source.data[(y * sourceSide + x) * source.columns + k];
  for (let row = 0; row < side; row++) {
    const y = stretchedCoordinate(row, side, sourceSide);
    for (let column = 0; column < side; column++) {
      const x = stretchedCoordinate(column, side, sourceSide);
      for (let k = 0; k < source.columns; k++) {
        const top = cell(y.low, x.low, k) * (1 - x.fraction) + cell(y.low, x.high, k) * x.fraction;
        const bottom = cell(y.high, x.low, k) * (1 - x.fraction) + cell(y.high, x.high, k) * x.fraction;
        result.data[(row * side + column) * source.columns + k] =
          top * (1 - y.fraction) + bottom * y.fraction;
      }
    }
  }
  return result;
}

/**
 * Absolute position embeddings [side², width] of the patches, before any LayerNorm. With `stretchedFrom` and more
 * patches than that grid has, they are the grid's, stretched bilinearly.
 */
export function imagePositions(
  table: Numbers,
  width: number,
  side: number,
  bucketSize: number,
  stretchedFrom: number | undefined,
): Matrix {
  if (stretchedFrom === undefined || side <= stretchedFrom) {
    return gridPositions(table, width, side, bucketSize);
  }
  return stretchGrid(gridPositions(table, width, stretchedFrom, bucketSize), stretchedFrom, side);
}
