import { describe, expect, it } from 'vitest';
import { turnedBounds } from './geometry.ts';
import { resizedFrame } from './resize.ts';
import { snap, snapDegrees } from './snap.ts';

const picture = { x: 0, y: 0, width: 600, height: 400 };
const box = (x: number, y: number, width = 100, height = 40) => ({ x, y, width, height });

describe('a moved text', () => {
  it('comes to rest in the middle of the picture', () => {
    const { dx, dy, guides } = snap(box(246, 177), [picture], 8);
    expect([dx, dy]).toEqual([4, 3]);
    expect(guides).toEqual([
      { axis: 'x', at: 300 },
      { axis: 'y', at: 200 },
    ]);
  });

  it('comes to rest at the edges of the picture and of other texts', () => {
    expect(snap(box(-3, 355), [picture], 8)).toMatchObject({ dx: 3, dy: 5 });
    const other = box(50, 60, 200, 40);
    expect(snap(box(52, 130), [picture, other], 8)).toMatchObject({ dx: -2, dy: 0 });
  });

  it('goes where it is put away from them', () => {
    expect(snap(box(120, 90), [picture], 8)).toEqual({ dx: 0, dy: 0, guides: [] });
  });

  it('takes the nearest of several', () => {
    expect(snap(box(40, 90), [box(36, 300), box(45, 300)], 8).dx).toBe(-4);
  });
});

describe('a turning text', () => {
  it('comes to rest at multiples of 45°', () => {
    expect(snapDegrees(3, 4)).toBe(0);
    expect(snapDegrees(-47, 4)).toBe(-45);
    expect(snapDegrees(20, 4)).toBe(20);
  });

  it('covers an upright rectangle around it', () => {
    const bounds = turnedBounds(box(100, 100, 100, 40), { x: 150, y: 120 }, 90);
    expect(bounds.x).toBeCloseTo(130);
    expect(bounds.y).toBeCloseTo(70);
    expect(bounds.width).toBeCloseTo(40);
    expect(bounds.height).toBeCloseTo(100);
  });
});

describe('a resized box', () => {
  const frame = box(100, 100, 200, 80);

  it('follows the grip, its opposite corner in place', () => {
    expect(resizedFrame(frame, 0, { x: 1, y: 1 }, { x: 30, y: 20 }, picture)).toEqual(
      box(100, 100, 230, 100),
    );
    expect(resizedFrame(frame, 0, { x: -1, y: 0 }, { x: 30, y: 20 }, picture)).toEqual(
      box(130, 100, 170, 80),
    );
  });

  it('is never smaller than a finger can hold', () => {
    const { x, width } = resizedFrame(frame, 0, { x: -1, y: 0 }, { x: 999, y: 0 }, picture);
    expect(width).toBe(24);
    expect(x + width).toBe(300);
  });

  it('that is turned keeps its opposite corner where it is seen', () => {
    const resized = resizedFrame(frame, 90, { x: 1, y: 0 }, { x: 0, y: 50 }, picture);
    expect(resized.width).toBeCloseTo(250);
    const seen = turnedBounds(resized, { x: resized.x + 125, y: resized.y + 40 }, 90);
    const before = turnedBounds(frame, { x: 200, y: 140 }, 90);
    expect(seen.y).toBeCloseTo(before.y);
    expect(seen.x).toBeCloseTo(before.x);
  });
});
