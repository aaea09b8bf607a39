/** Which row of a relative position table belongs to a query and a key (reference/README.md, section 5, Encoder 4). */

/** The reference computes its text buckets for this many positions, whatever `max_position_embeddings` is. */
const bucketedPositions = 1024;

/**
 * Row of `token_rel_pos_table_list` for a query `distance` tokens after its key (negative: before). Exact up to half
 * of `bucketSize`, logarithmic beyond. The logarithm is taken in float32, as PyTorch does: a bucket's border depends
 * on its rounding.
 */
export function tokenBucket(distance: number, bucketSize: number): number {
  const half = Math.floor(bucketSize / 2);
  const length = Math.abs(distance);
  if (length <= half) return distance + bucketSize - 1;
  const logarithm = Math.fround(Math.log(Math.fround(length / half)));
  const share = Math.fround(logarithm / Math.fround(Math.log((bucketedPositions - 1) / half)));
  const bucket = Math.ceil(Math.fround(share * (half - 1))) + half;
  return Math.sign(distance) * bucket + bucketSize - 1;
}

/**
 * Row of `image_rel_pos_table_list` for a query `rows` rows below and `columns` columns to the right of its key, on a
 * grid of `bucketSize` positions a side.
 */
export function imageBucket(rows: number, columns: number, bucketSize: number): number {
  return (rows + bucketSize - 1) * (2 * bucketSize - 1) + (columns + bucketSize - 1);
}
