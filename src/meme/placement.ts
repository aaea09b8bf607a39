import type { Box, LayerChange, Size, TextLayer } from './document.ts';
import type { Rectangle } from './geometry.ts';

/** The places that one tap gives. */
export const placements = ['top', 'middle', 'bottom'] as const;
export type Placement = (typeof placements)[number];

/** Between a box and the picture's edge, as a fraction of the picture. */
const margin = 0.03;

function startOf(placement: Placement, length: number): number {
  if (placement === 'top') return margin;
  return placement === 'middle' ? (1 - length) / 2 : 1 - margin - length;
}

/** The change that puts a layer to a place. A strip has two: above and below the picture. */
export function placed({ place, box }: TextLayer, placement: Placement): LayerChange {
  if (place !== 'picture') {
    if (placement === 'middle') return {};
    return { place: placement === 'top' ? 'above' : 'below' };
  }
  return { box: { ...box, y: startOf(placement, box.height) }, verticalAlign: placement };
}

/** The place at which the layer stands, or null once it has been moved elsewhere. */
export function placementOf({ place, box, verticalAlign }: TextLayer): Placement | null {
  if (place !== 'picture') return place === 'above' ? 'top' : 'bottom';
  const isThere = (name: Placement): boolean =>
    verticalAlign === name && Math.abs(startOf(name, box.height) - box.y) < 1e-6;
  return placements.find(isThere) ?? null;
}

/** The shift nearest to `shift` that keeps the span inside 0 … limit; as much of it as fits, if it is longer. */
function clampShift(shift: number, start: number, length: number, limit: number): number {
  const lowest = Math.min(0, limit - length) - start;
  const highest = Math.max(0, limit - length) - start;
  return Math.min(highest, Math.max(lowest, shift));
}

/**
 * The box moved by `(dx, dy)` pixels of the picture, held back where the text would leave the picture.
 *
 * @param painted The rectangle that the layer's text now covers, in pixels of the picture.
 */
export function movedBox(box: Box, painted: Rectangle, picture: Size, dx: number, dy: number): Box {
  const right = clampShift(dx, painted.x, painted.width, picture.width);
  const down = clampShift(dy, painted.y, painted.height, picture.height);
  return { ...box, x: box.x + right / picture.width, y: box.y + down / picture.height };
}
