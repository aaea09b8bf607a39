/** Dragging the edges of a box. */
import type { Box, Size } from './document.ts';
import { centreOf, type Point, type Rectangle, turned } from './geometry.ts';

/** Which edges a handle moves: -1 the left or upper, 1 the right or lower, 0 neither. */
export interface Grip {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

/** No box is smaller than this fraction of the picture's shorter side. */
const smallest = 0.06;

function dragged(
  start: number,
  length: number,
  edge: -1 | 0 | 1,
  by: number,
  least: number,
): [number, number] {
  if (edge === 1) return [start, Math.max(least, length + by)];
  if (edge === 0) return [start, length];
  const shorter = Math.max(least, length - by);
  return [start + length - shorter, shorter];
}

/**
 * The frame after one of its grips was dragged by so many pixels of the picture, its opposite edge staying where it is
 * on the picture however the frame is turned.
 */
export function resizedFrame(
  frame: Rectangle,
  rotation: number,
  grip: Grip,
  by: Point,
  picture: Size,
): Rectangle {
  const least = smallest * Math.min(picture.width, picture.height);
  // Along the frame's own axes.
  const own = turned(by, { x: 0, y: 0 }, -rotation);
  const [x, width] = dragged(frame.x, frame.width, grip.x, own.x, least);
  const [y, height] = dragged(frame.y, frame.height, grip.y, own.y, least);
  const resized = { x, y, width, height };
  // The frame turns about its middle, which has moved along its own axes: put it where it is seen.
  const before = centreOf(frame);
  const seen = turned(centreOf(resized), before, rotation);
  return { x: seen.x - width / 2, y: seen.y - height / 2, width, height };
}

/** A frame in pixels as a box in fractions of the picture. */
export function boxOf(frame: Rectangle, picture: Size): Box {
  return {
    x: frame.x / picture.width,
    y: frame.y / picture.height,
    width: frame.width / picture.width,
    height: frame.height / picture.height,
  };
}
