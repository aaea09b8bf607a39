import { expect, it } from 'vitest';
import type { Weight } from '../graph/weights.ts';
import { quantizedChannels } from './channel-quantization.ts';

const { signal } = new AbortController();

function weightOf(
  shape: readonly number[],
  values: readonly number[],
): Weight & { readonly reads: () => number } {
  let reads = 0;
  return {
    name: 'weight',
    shape,
    reads: () => reads,
    read: async () => {
      reads += 1;
      return Promise.resolve(Float32Array.from(values));
    },
  };
}

it('gives every channel its own scale and keeps each value within half a level', async () => {
  const values = [0.5, -2, 1.01, 300, 12.7, -254];
  const channels = quantizedChannels(weightOf([2, 3], values));
  const levels = await channels.levels(signal);
  const scales = await channels.scales(signal);
  expect([...levels]).toEqual([32, -127, 64, 127, 5, -108]);
  for (const [index, value] of values.entries()) {
    const scale = scales[Math.floor(index / 3)];
    expect(Math.abs(levels[index] * scale - value)).toBeLessThanOrEqual(scale / 2);
  }
});

it('keeps a channel of zeros at zero', async () => {
  const channels = quantizedChannels(weightOf([2, 2], [0, 0, 1, -1]));
  expect([...(await channels.levels(signal))]).toEqual([0, 0, 127, -127]);
  expect((await channels.scales(signal))[0]).toBe(1);
});

it('reads a weight once if its levels are asked for first', async () => {
  const weight = weightOf([1, 2], [1, 2]);
  const channels = quantizedChannels(weight);
  await channels.levels(signal);
  await channels.scales(signal);
  expect(weight.reads()).toBe(1);
});

it('has the same scales whichever is asked for first', async () => {
  const values = [0.1, 0.7, -0.3, 0.2];
  const first = quantizedChannels(weightOf([2, 2], values));
  const second = quantizedChannels(weightOf([2, 2], values));
  const scales = await first.scales(signal);
  await second.levels(signal);
  expect(scales).toEqual(await second.scales(signal));
});
