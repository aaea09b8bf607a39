import { expect, it } from 'vitest';
import { imageBuckets, tokenBuckets } from '../../testing/formula-buffers.ts';
import { imageBucket, tokenBucket } from './relative-buckets.ts';

it.each([256, 32, 7, 2])('finds the text buckets of the reference model for bucket size %i', (size) => {
  const length = 1024;
  const buckets = tokenBuckets(size, length);
  for (let distance = 0; distance < length; distance += 1) {
    expect(tokenBucket(distance, size), `${distance} after`).toBe(buckets[distance * length]);
    expect(tokenBucket(-distance, size), `${distance} before`).toBe(buckets[distance]);
  }
});

it('finds the image buckets of the reference model', () => {
  const side = 5;
  const stride = side * side + 1;
  const expected = imageBuckets(side);
  for (let query = 0; query < side * side; query += 1) {
    for (let key = 0; key < side * side; key += 1) {
      const rows = Math.floor(query / side) - Math.floor(key / side);
      const columns = (query % side) - (key % side);
      expect(imageBucket(rows, columns, side)).toBe(expected[(query + 1) * stride + key + 1]);
    }
  }
});
