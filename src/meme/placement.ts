import type { Box, Size, TextLayer } from './document.ts';
import type { Rectangle } from './layer-layout.ts';

/** The places that one tap gives. */
export const placements = ['top', 'middle', 'bottom'] as const;
export type Placement = (typeof placements)[number];

const presets: Readonly<Record<Placement, Pick<TextLayer, 'box' | 'verticalAlign'>>> = {
  top: { box: { x: 0.04, y: 0.03, width: 0.92, height: 0.33 }, verticalAlign: 'top' },
  middle: { box: { x: 0.04, y: 0.335, width: 0.92, height: 0.33 }, verticalAlign: 'middle' },
  bottom: { box: { x: 0.04, y: 0.64, width: 0.92, height: 0.33 }, verticalAlign: 'bottom' },
};

/** The change that puts a layer to a preset place. */
export function placed(placement: Placement): Pick<TextLayer, 'box' | 'verticalAlign'> {
  return presets[placement];
}

const same = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y;

/** The preset at which the layer stands, or null once it has been moved. */
export function placementOf(layer: TextLayer): Placement | null {
  return (
    placements.find(
      (name) => same(presets[name].box, layer.box) && presets[name].verticalAlign === layer.verticalAlign,
    ) ?? null
  );
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
