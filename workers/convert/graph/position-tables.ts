/**
 * Everything that depends on positions only, computed when the model is converted: normalised position embeddings,
 * their projections to queries and keys, and excerpts of the relative position tables.
 */
import { patchGridSide } from './architecture.ts';
import type { OfaArchitecture } from './architecture.ts';
import { bilinearGrid, dotProduct, gatherRows, normalizeRows, projectRows } from './row-arithmetic.ts';
import { derivedWeight, firstRows } from './weights.ts';
import type { CheckpointWeights, Linear, Norm, Weight } from './weights.ts';
import { imageBucket, tokenBucket } from './relative-buckets.ts';

/** `LayerNorm(table)`, row by row. */
export function normalizedTable(name: string, table: Weight, norm: Norm): Weight {
  return derivedWeight(name, table.shape, [table, norm.gain, norm.bias], normalizeRows);
}

/** `table · weightᵀ + bias` [rows, out]. */
export function projectedTable(name: string, table: Weight, { weight, bias }: Required<Linear>): Weight {
  const [rows] = table.shape;
  const [outputs] = weight.shape;
  return derivedWeight(name, [rows, outputs], [table, weight, bias], projectRows);
}

/** table [rows, heads · D] → [heads, rows, D]. */
export function splitIntoHeads(table: Weight, heads: number): Weight {
  const [rows, width] = table.shape;
  const headWidth = width / heads;
  return derivedWeight(table.name, [heads, rows, headWidth], [table], (values) =>
    values.map((_, index) => {
      const head = Math.floor(index / (rows * headWidth));
      const row = Math.floor(index / headWidth) % rows;
      return values[row * width + head * headWidth + (index % headWidth)];
    }),
  );
}

/** table [rows, heads · D] → [heads, D, rows]: as the right side of a MatMul reads keys. */
export function splitIntoTransposedHeads(table: Weight, heads: number): Weight {
  const [rows, width] = table.shape;
  return derivedWeight(table.name, [heads, width / heads, rows], [table], (values) =>
    values.map((_, index) => values[(index % rows) * width + Math.floor(index / rows)]),
  );
}

/** Raw position embeddings of the first `positions` tokens, [positions, d]. Rows count from 0, without offset. */
export function textPositions(
  weights: CheckpointWeights,
  side: 'encoder' | 'decoder',
  architecture: OfaArchitecture,
  positions: number,
): Weight {
  const rows = architecture.maxPositionEmbeddings + 2;
  const table = weights.tensor(`${side}.embed_positions.weight`, [rows, architecture.dModel]);
  return firstRows(table, positions);
}

/**
 * Raw position embeddings of the patches, row by row, [h · w, d]. With `interpolate_position` and a grid larger than
 * that of `orig_patch_image_size`, the embeddings of the original grid are stretched over the real one.
 */
export function imagePositions(weights: CheckpointWeights, architecture: OfaArchitecture): Weight {
  const { dModel, imageBucketSize, interpolatePosition, origPatchImageSize } = architecture;
  const side = patchGridSide(architecture);
  const name = 'encoder.embed_image_positions.weight';
  const table = weights.tensor(name, [imageBucketSize ** 2 + 1, dModel]);
  const gridRows = (gridSide: number): number[] =>
    Array.from(
      { length: gridSide ** 2 },
      (_, patch) => Math.floor(patch / gridSide) * imageBucketSize + (patch % gridSide) + 1,
    );
  const originalSide = Math.floor(origPatchImageSize / 16);
  return derivedWeight(name, [side ** 2, dModel], [table], (values) =>
    interpolatePosition && side > originalSide
      ? bilinearGrid(gatherRows(values, dModel, gridRows(originalSide)), dModel, originalSide, side)
      : gatherRows(values, dModel, gridRows(side)),
  );
}

/**
 * The relative text bias by distance: row `distance + before` [heads] holds it for a query `distance` tokens after
 * its key, `-before ≤ distance ≤ after`. [before + after + 1, heads].
 */
export function relativeTextTable(
  weights: CheckpointWeights,
  name: string,
  tokenBucketSize: number,
  heads: number,
  range: { readonly before: number; readonly after: number },
): Weight {
  const table = weights.tensor(name, [2 * tokenBucketSize - 1, heads]);
  const length = range.before + range.after + 1;
  const rows = Array.from({ length }, (_, row) => tokenBucket(row - range.before, tokenBucketSize));
  return derivedWeight(name, [length, heads], [table], (values) => gatherRows(values, heads, rows));
}

/**
 * The part of a relative image table that a grid of `side` patches a side needs, [(2 side - 1)², heads]: row
 * `(yKey - yQuery + side - 1) · (2 side - 1) + (xKey - xQuery + side - 1)`.
 */
export function relativeImageTable(
  weights: CheckpointWeights,
  name: string,
  imageBucketSize: number,
  heads: number,
  side: number,
): Weight {
  const span = 2 * side - 1;
  const table = weights.tensor(name, [(2 * imageBucketSize - 1) ** 2 + 3, heads]);
  const rows = Array.from({ length: span ** 2 }, (_, row) =>
    imageBucket(side - 1 - Math.floor(row / span), side - 1 - (row % span), imageBucketSize),
  );
  return derivedWeight(name, [span ** 2, heads], [table], (values) => gatherRows(values, heads, rows));
}

/**
 * The decoder's absolute self-attention bias of a query at `position` and the key `distance` tokens before it,
 * [positions, heads, 1, positions], zero where the key would lie before the start.
 */
export function causalBiasTable(name: string, queries: Weight, keys: Weight, heads: number): Weight {
  const [positions, width] = queries.shape;
  const headWidth = width / heads;
  return derivedWeight(name, [positions, heads, 1, positions], [queries, keys], (query, key) => {
    const table = new Float32Array(positions * heads * positions);
    for (let position = 0; position < positions; position += 1) {
      for (let head = 0; head < heads; head += 1) {
        for (let distance = 0; distance <= position; distance += 1) {
          const queryStart = position * width + head * headWidth;
          const keyStart = queryStart - distance * width;
          table[(position * heads + head) * positions + distance] = dotProduct(
            query,
            queryStart,
            key,
            keyStart,
            headWidth,
          );
        }
      }
    }
    return table;
  });
}

/** Tables [positions, heads] of the layers as one [layers, heads, 1, positions]. */
export function stackedByHead(name: string, tables: readonly Weight[]): Weight {
  const [positions, heads] = tables[0].shape;
  return derivedWeight(name, [tables.length, heads, 1, positions], tables, (...values) => {
    const stacked = new Float32Array(tables.length * heads * positions);
    return stacked.map((_, index) => {
      const layer = Math.floor(index / (heads * positions));
      const head = Math.floor(index / positions) % heads;
      return values[layer][(index % positions) * heads + head];
    });
  });
}
