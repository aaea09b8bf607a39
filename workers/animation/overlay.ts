import type { Animation } from './animation.ts';
import { opaqueBlack, packPixel, transparentPixel } from './pixels.ts';
import { intersection, type Rectangle } from './rectangle.ts';

/** Straight RGBA, packed as in `pixels.ts`. */
export interface Overlay {
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly pixels: Uint32Array;
}

/** From this alpha on a pixel counts as opaque: GIF knows nothing in between. */
const opaqueFrom = 128;

/**
 * One pixel over another ("source over" of Porter and Duff), for a format whose pixels are opaque or not there at all:
 * what would be less than half opaque is transparent, everything else opaque in its colour.
 */
export function blend(under: number, over: number): number {
  const overAlpha = over >>> 24;
  if (overAlpha === 0) return under >>> 24 < opaqueFrom ? transparentPixel : (under | opaqueBlack) >>> 0;
  if (overAlpha === 255) return over;
  const underAlpha = ((under >>> 24) * (255 - overAlpha)) / 255;
  const alpha = overAlpha + underAlpha;
  if (alpha < opaqueFrom) return transparentPixel;
  const mix = (shift: number): number =>
    Math.round((((over >>> shift) & 0xff) * overAlpha + ((under >>> shift) & 0xff) * underAlpha) / alpha);
  return packPixel(mix(0), mix(8), mix(16), 255);
}

/**
 * An animation of the overlay's size: the frames of `animation` at `left`, `top`, cut off at the edges, and the overlay
 * on each. Every pixel is either opaque or `transparentPixel`.
 */
export function withOverlay(animation: Animation, overlay: Overlay, left: number, top: number): Animation {
  const { width, height } = overlay;
  const bounds: Rectangle = { left: 0, top: 0, width, height };
  return {
    ...animation,
    width,
    height,
    async *frames(signal) {
      const pixels = new Uint32Array(width * height);
      let first = true;
      for await (const frame of animation.frames(signal)) {
        const moved = { ...frame.changed, left: frame.changed.left + left, top: frame.changed.top + top };
        const changed = first ? bounds : intersection(moved, bounds);
        first = false;
        const bottom = changed.top + changed.height;
        const right = changed.left + changed.width;
        for (let y = changed.top; y < bottom; y++) {
          const row = (y - top) * animation.width - left;
          const inside = y >= top && y < top + animation.height;
          for (let x = changed.left; x < right; x++) {
            const at = y * width + x;
            const there = inside && x >= left && x < left + animation.width;
            pixels[at] = blend(there ? frame.pixels[row + x] : transparentPixel, overlay.pixels[at]);
          }
        }
        yield { pixels, changed, delay: frame.delay };
      }
    },
  };
}
