import type { CSSProperties } from 'react';
import type { Size } from '../meme/document.ts';
import { centreOf, type Rectangle } from '../meme/geometry.ts';

/** Where things of the picture are on the stage. */
export interface StageGeometry {
  readonly picture: Size;
  /** Pixels of the picture for a CSS pixel of the stage. */
  readonly scale: number;
  /** CSS that lays an element over a rectangle which is turned about the middle of a frame. */
  readonly style: (rectangle: Rectangle, frame: Rectangle, degrees: number) => CSSProperties;
  /** CSS percentage of a place along an axis. */
  readonly at: (axis: 'x' | 'y', place: number) => string;
}

const percent = (share: number): string => `${share * 100}%`;

/** @param area Of the whole meme on the stage, strips included, in pixels of the picture. */
export function createGeometry(picture: Size, area: Rectangle, cssWidth: number): StageGeometry {
  const at = (axis: 'x' | 'y', place: number): string =>
    percent((place - area[axis]) / (axis === 'x' ? area.width : area.height));
  const scale = cssWidth === 0 ? 1 : area.width / cssWidth;
  return {
    picture,
    scale,
    at,
    style: (rectangle, frame, degrees) => {
      const centre = centreOf(frame);
      return {
        left: at('x', rectangle.x),
        top: at('y', rectangle.y),
        width: percent(rectangle.width / area.width),
        height: percent(rectangle.height / area.height),
        transform: `rotate(${degrees}deg)`,
        transformOrigin: `${(centre.x - rectangle.x) / scale}px ${(centre.y - rectangle.y) / scale}px`,
      };
    },
  };
}
