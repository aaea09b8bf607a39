import { describe, expect, it } from 'vitest';
import { multipliedOutWeight } from '../../testing/multiplied-out.ts';
import { randomNumbers } from '../../testing/random.ts';
import type { Values, Weight } from '../graph/weights.ts';
import { blockSize, quantizedBlocks } from './block-quantization.ts';
import { toFloat32 } from './half.ts';

const { signal } = new AbortController();

function weightOf(values: readonly number[]): Weight & { readonly reads: () => number } {
  let reads = 0;
  return {
    name: 'weight',
    shape: [1, values.length],
    reads: () => reads,
    read: async () => {
      reads += 1;
      return Promise.resolve(Float32Array.from(values));
    },
  };
}

/** About as far spread as trained weights are. */
function bellShaped(length: number): number[] {
  const random = randomNumbers(7);
  return Array.from({ length }, () => {
    const uniform = Array.from({ length: 6 }, () => random(2000) / 1000 - 1);
    return 0.05 * uniform.reduce((sum, value) => sum + value, 0);
  });
}

function squaredError(actual: Values, expected: readonly number[]): number {
  return expected.reduce((sum, value, index) => sum + (actual[index] - value) ** 2, 0);
}

it('puts the earlier of two values into the lower half of a byte, around the middle level', async () => {
  const values = Array.from({ length: blockSize }, (_, index) => [-8, 7, 1, 0][index % 4]);
  const blocks = quantizedBlocks(weightOf(values), 4);
  expect((await blocks.levels(signal)).slice(0, 2)).toEqual(Uint8Array.of(0xf0, 0x89));
  expect([...toFloat32(await blocks.scales(signal))]).toEqual([1]);
});

it('gives every block of a row its own scale', async () => {
  const values = Array.from({ length: 2 * blockSize }, (_, index) => (index < blockSize ? -8 : -0.5));
  const scales = toFloat32(await quantizedBlocks(weightOf(values), 4).scales(signal));
  expect(scales[0] / scales[1]).toBe(16);
});

describe.each([4, 8] as const)('in %d bits', (bits) => {
  it('keeps every value within a level and a half, the shorter end included', async () => {
    const values = bellShaped(64 * blockSize);
    const weight = weightOf(values);
    const scales = toFloat32(await quantizedBlocks(weight, bits).scales(signal));
    const restored = await multipliedOutWeight(weight, bits).read(signal);
    for (const [index, value] of values.entries()) {
      const scale = Math.abs(scales[Math.floor(index / blockSize)]);
      expect(Math.abs(restored[index] - value)).toBeLessThanOrEqual(1.5 * scale);
    }
  });

  it('keeps a block of zeros at zero', async () => {
    const zeros = Array.from({ length: blockSize }, () => 0);
    expect([...(await multipliedOutWeight(weightOf(zeros), bits).read(signal))]).toEqual(zeros);
  });

  it('reads a weight once if its levels are asked for first', async () => {
    const weight = weightOf(bellShaped(blockSize));
    const blocks = quantizedBlocks(weight, bits);
    await blocks.levels(signal);
    await blocks.scales(signal);
    expect(weight.reads()).toBe(1);
  });
});

it('loses a fifth less than with the scale of the farthest value', async () => {
  const values = bellShaped(64 * blockSize);
  const restored = await multipliedOutWeight(weightOf(values), 4).read(signal);
  const simple = Float32Array.from(values, (value, index) => {
    const start = index - (index % blockSize);
    const farthest = Math.max(...values.slice(start, start + blockSize).map(Math.abs));
    return (Math.round((value / farthest) * 7) * farthest) / 7;
  });
  expect(squaredError(restored, values)).toBeLessThan(0.8 * squaredError(simple, values));
});
