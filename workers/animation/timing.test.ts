import { expect, it } from 'vitest';
import { gifDelays, shownMilliseconds } from './timing.ts';

function delays(...milliseconds: number[]): number[] {
  return milliseconds.map(gifDelays());
}

it('knows that browsers show very short delays for a tenth of a second', () => {
  expect([0, 1, 2, 3, 100].map(shownMilliseconds)).toEqual([100, 100, 20, 30, 1000]);
});

it('hands on what rounding takes, so that the length stays', () => {
  const frames = delays(...Array<number>(30).fill(33.3));
  expect(new Set(frames)).toEqual(new Set([3, 4]));
  expect(frames.reduce((sum, delay) => sum + delay)).toBe(100);
});

it('never makes a quick frame one that browsers slow down', () => {
  expect(delays(16.7, 16.7, 16.7, 11, 14)).toEqual([2, 2, 2, 2, 2]);
});

it('keeps a frame slow that browsers slow down in the other formats', () => {
  expect(delays(0, 10)).toEqual([0, 1]);
});

it('does not take from a long frame what quick ones had too much', () => {
  expect(delays(...Array<number>(100).fill(12), 1000).at(-1)).toBe(100);
});

it('keeps to the longest delay that a GIF can write', () => {
  expect(delays(1_000_000)).toEqual([0xffff]);
});
