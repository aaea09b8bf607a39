import { describe, expect, it } from 'vitest';
import { nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import { fastImageSize } from './architecture.ts';

describe('the smaller picture for a faster look', () => {
  it.each([
    [480, 320],
    [384, 256],
    [256, null],
    [112, null],
  ])('of %i pixels a side is %s', (patchImageSize, size) => {
    expect(fastImageSize({ ...nanoArchitecture, patchImageSize })).toBe(size);
  });

  it('does not exist where positions are stretched over the grid', () => {
    const stretched = { ...nanoArchitecture, patchImageSize: 480, interpolatePosition: true };
    expect(fastImageSize({ ...stretched, origPatchImageSize: 256 })).toBeNull();
    expect(fastImageSize({ ...stretched, origPatchImageSize: 512 })).toBe(320);
  });
});
