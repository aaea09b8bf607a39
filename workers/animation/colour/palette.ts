import { colourDistance, packPixel } from '../pixels.ts';
import type { ColourHistogram } from './colour-histogram.ts';
import { NearestColour } from './nearest-colour.ts';
import { quantize } from './quantize.ts';

/** One entry of a table is for "leave the pixel as it is". */
const mostColours = 255;

/** The colour table of a frame or a file, whose last entry is the transparent one. */
export class Palette {
  /** Red, green and blue of each index. */
  readonly colours: Uint8Array<ArrayBuffer>;
  readonly transparentIndex: number;
  /** True if it has every colour that was counted. */
  readonly exact: boolean;
  readonly #nearest: NearestColour;

  /** The best palette for what was counted. */
  constructor(histogram: ColourHistogram) {
    const chosen = quantize(histogram, mostColours);
    // A picture without an opaque pixel has no colour at all.
    const opaque = chosen.length === 0 ? new Uint8Array(3) : chosen;
    this.transparentIndex = opaque.length / 3;
    this.colours = new Uint8Array(opaque.length + 3);
    this.colours.set(opaque);
    this.exact = histogram.size <= mostColours;
    this.#nearest = new NearestColour(opaque);
  }

  /** The index of the colour nearest to an opaque pixel. */
  index(pixel: number): number {
    return this.#nearest.index(pixel);
  }

  /** What is shown for an index other than the transparent one. */
  pixel(index: number): number {
    const at = 3 * index;
    return packPixel(this.colours[at], this.colours[at + 1], this.colours[at + 2], 255);
  }

  /** How far the nearest colour is from an opaque pixel, as `colourDistance`. */
  error(pixel: number): number {
    return colourDistance(pixel, this.pixel(this.index(pixel)));
  }
}
