/** The integer buffers of an OFA checkpoint, as the reference model computes them (reference/README.md, section 3). */

/**
 * `token_rp_bucket` [length, length]: entry (i, j) is the relative text bucket of i - j. Single precision where the
 * reference uses it, since the logarithmic buckets are rounded up.
 */
export function tokenBuckets(bucketSize: number, length = 1024): Int32Array {
  const half = Math.floor(bucketSize / 2);
  const logarithmic = (distance: number): number => {
    const far = Math.max(distance, half - 1, 1);
    const ratio = Math.fround(Math.log(Math.fround(far / half)));
    const scaled = Math.fround(ratio / Math.fround(Math.log((length - 1) / half)));
    return Math.ceil(Math.fround(scaled * (half - 1))) + half;
  };
  const byDistance = Int32Array.from({ length }, (_, distance) =>
    distance <= half ? distance : logarithmic(distance),
  );
  const buckets = new Int32Array(length * length);
  for (let query = 0; query < length; query++) {
    for (let key = 0; key < length; key++) {
      const bucket = byDistance[Math.abs(query - key)];
      buckets[query * length + key] = (query < key ? -bucket : bucket) + bucketSize - 1;
    }
  }
  return buckets;
}

/** `image_rp_bucket` [B*B+1, B*B+1]; position p >= 1 lies in row (p-1) div B, column (p-1) mod B. */
export function imageBuckets(gridSize: number): Int32Array {
  const side = gridSize * gridSize + 1;
  const span = 2 * gridSize - 1;
  const total = span * span + 3;
  const buckets = new Int32Array(side * side);
  for (let query = 1; query < side; query++) {
    const queryRow = Math.floor((query - 1) / gridSize);
    const queryColumn = (query - 1) % gridSize;
    for (let key = 1; key < side; key++) {
      const row = queryRow - Math.floor((key - 1) / gridSize) + gridSize - 1;
      const column = queryColumn - ((key - 1) % gridSize) + gridSize - 1;
      buckets[query * side + key] = row * span + column;
    }
    buckets[query * side] = total - 2;
  }
  buckets.fill(total - 3, 0, side);
  buckets[0] = total - 1;
  return buckets;
}

/** `image_position_idx`: 0, the positions of a `codeSide`² square on the grid, 768 times 1024. */
export function codePositions(codeSide: number, gridSize: number): Int32Array {
  const positions = new Int32Array(1 + codeSide * codeSide + 768).fill(1024);
  positions[0] = 0;
  for (let index = 0; index < codeSide * codeSide; index++) {
    positions[index + 1] = Math.floor(index / codeSide) * gridSize + (index % codeSide) + 1;
  }
  return positions;
}
