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
  readonly #nearest: NearestColour;

  /** The best palette for what was counted. */
  constructor(histogram: ColourHistogram) {
    const chosen = quantize(histogram, mostColours);
    // A picture without an opaque pixel has no colour at all.
    const opaque = chosen.length === 0 ? new Uint8Array(3) : chosen;
    this.transparentIndex = opaque.length / 3;
    this.colours = new Uint8Array(opaque.length + 3);
    this.colours.set(opaque);
    this.#nearest = new NearestColour(opaque);
  }

  /** The index of the colour nearest to an opaque pixel. */
  index(pixel: number): number {
    return this.#nearest.index(pixel);
  }

  /** Sum over red, green and blue of the squared distance between an opaque pixel and what is shown for it. */
  error(pixel: number): number {
    const at = 3 * this.index(pixel);
    const red = this.colours[at] - (pixel & 0xff);
    const green = this.colours[at + 1] - ((pixel >> 8) & 0xff);
    const blue = this.colours[at + 2] - ((pixel >> 16) & 0xff);
    return red * red + green * green + blue * blue;
  }
}
