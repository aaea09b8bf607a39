import { expect, it } from 'vitest';
import { erf } from './activation.ts';
import { imageBucket, imagePositions, tokenBucket } from './positions.ts';

it('numbers near text distances one by one and far ones logarithmically up to the last row', () => {
  expect([-4, -1, 0, 1, 4].map((distance) => tokenBucket(distance, 8))).toEqual([3, 6, 7, 8, 11]);
  expect([5, 25, 26, 1022].map((distance) => tokenBucket(distance, 8))).toEqual([12, 12, 13, 14]);
  expect([-5, -1022].map((distance) => tokenBucket(distance, 8))).toEqual([2, 0]);
});

it('numbers image distances by rows, then columns, of the bucket grid', () => {
  expect(imageBucket(0, 0, 3, 4)).toBe(3 * 7 + 3);
  expect(imageBucket(5, 1, 3, 4)).toBe(4 * 7 + 4);
  expect(imageBucket(1, 5, 3, 4)).toBe(2 * 7 + 2);
});

it('stretches a position grid with half-pixel centres, but only to more patches', () => {
  // A bucket grid two wide whose used cells hold 0 1 / 10 11, row 0 being no patch.
  const table = Float32Array.of(-1, 0, 1, 10, 11);
  const stretched = imagePositions(table, 1, 4, 2, 2);
  expect([...stretched.data.subarray(0, 4)]).toEqual([0, 0.25, 0.75, 1]);
  expect([...stretched.data.subarray(4, 8)]).toEqual([2.5, 2.75, 3.25, 3.5]);
  expect([...stretched.data.subarray(8, 12)]).toEqual([7.5, 7.75, 8.25, 8.5]);
  expect([...stretched.data.subarray(12)]).toEqual([10, 10.25, 10.75, 11]);
  expect([...imagePositions(table, 1, 2, 2, 2).data]).toEqual([0, 1, 10, 11]);
  expect([...imagePositions(table, 1, 1, 2, 2).data]).toEqual([0]);
});

it('computes the error function to the last digits', () => {
  expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 15);
  expect(erf(-1)).toBeCloseTo(-0.8427007929497149, 15);
  expect(erf(3)).toBeCloseTo(0.9999779095030014, 15);
  expect(erf(7)).toBe(1);
});
