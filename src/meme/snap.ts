/** Where a moved text comes to rest: at edges and middles that are near. */
import type { Rectangle } from './geometry.ts';

/** A line to show while a text rests on it; in pixels of the picture. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
}

interface Snap {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** Beginning, middle and end of a rectangle along an axis. */
function stops(rectangle: Rectangle, axis: 'x' | 'y'): readonly number[] {
  const length = axis === 'x' ? rectangle.width : rectangle.height;
  const start = rectangle[axis];
  return [start, start + length / 2, start + length];
}

function snapAxis(
  moved: Rectangle,
  others: readonly Rectangle[],
  axis: 'x' | 'y',
  tolerance: number,
): { readonly shift: number; readonly guides: readonly Guide[] } {
  const targets = others.flatMap((other) => stops(other, axis));
  let best: number | null = null;
  for (const stop of stops(moved, axis)) {
    for (const target of targets) {
      const distance = target - stop;
      if (Math.abs(distance) <= tolerance && (best === null || Math.abs(distance) < Math.abs(best))) {
        best = distance;
      }
    }
  }
  if (best === null) return { shift: 0, guides: [] };
  const shift = best;
  const resting = new Set(
    stops(moved, axis).flatMap((stop) => targets.filter((target) => Math.abs(target - stop - shift) < 0.01)),
  );
  return { shift, guides: Array.from(resting, (at) => ({ axis, at })) };
}

/**
 * The smallest shift within the tolerance that brings an edge or the middle of the rectangle onto an edge or the middle
 * of another, along each axis by itself; and the lines on which it then rests.
 */
export function snap(moved: Rectangle, others: readonly Rectangle[], tolerance: number): Snap {
  const x = snapAxis(moved, others, 'x', tolerance);
  const y = snapAxis(moved, others, 'y', tolerance);
  return { dx: x.shift, dy: y.shift, guides: [...x.guides, ...y.guides] };
}

/** Directions at which a turning text comes to rest, in degrees apart. */
const turnStep = 45;

/** The direction, or the multiple of 45° that lies within the tolerance. */
export function snapDegrees(degrees: number, tolerance: number): number {
  const nearest = Math.round(degrees / turnStep) * turnStep;
  return Math.abs(degrees - nearest) <= tolerance ? nearest : degrees;
}
