import { describe, expect, it } from 'vitest';
import { exportFrame } from './export-frame.ts';
import { defaultOptions } from './export-options.ts';

/** A picture of 400 × 300 with a strip of 50 above it. */
const meme = { x: 0, y: -50, width: 400, height: 350 };

describe('the exported frame', () => {
  it('is the meme at its own size by itself', () => {
    expect(exportFrame(meme, defaultOptions)).toEqual({
      area: meme,
      size: { width: 400, height: 350 },
      scale: { x: 1, y: 1 },
    });
  });

  it.each([
    ['small', 240, 210],
    ['large', 512, 448],
  ] as const)('has the longest side of the preset %s', (size, width, height) => {
    expect(exportFrame(meme, { ...defaultOptions, size }).size).toEqual({ width, height });
  });

  it('has the longest side that is told', () => {
    expect(exportFrame(meme, { ...defaultOptions, size: 'own', ownSize: 100 }).size).toEqual({
      width: 100,
      height: 88,
    });
  });

  it('can be the square in the middle', () => {
    const frame = exportFrame(meme, { ...defaultOptions, shape: 'cut', size: 'small' });
    expect(frame.area).toEqual({ x: 25, y: -50, width: 350, height: 350 });
    expect(frame.size).toEqual({ width: 240, height: 240 });
  });

  it('can be a square that holds all of it', () => {
    const frame = exportFrame(meme, { ...defaultOptions, shape: 'padded' });
    expect(frame.area).toEqual({ x: 0, y: -75, width: 400, height: 400 });
    expect(frame.size).toEqual({ width: 400, height: 400 });
  });

  it('is never without pixels', () => {
    const frame = exportFrame({ x: 0, y: 0, width: 4000, height: 2 }, { ...defaultOptions, size: 'small' });
    expect(frame.size).toEqual({ width: 240, height: 1 });
  });
});
