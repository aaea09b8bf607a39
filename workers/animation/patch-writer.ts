import type { Animation } from './animation.ts';
import { ColourHistogram } from './colour/colour-histogram.ts';
import { Palette } from './colour/palette.ts';
import { GifWriter } from './gif/gif-writer.ts';
import { forEachPlace, isDrawn, type Patch } from './patches.ts';
import { transparentPixel } from './pixels.ts';

/**
 * Mean squared error of a channel (38 decibels) up to which a frame makes do with the file's palette. Animations rarely
 * need more, and one palette for all is a fifth smaller and does not flicker; where scenes differ it is not enough.
 */
const toleratedError = 10;

/** Counts the colours of the pixels that a patch draws. */
export function countColours(patch: Patch, width: number, histogram: ColourHistogram): void {
  forEachPlace(patch, width, (at) => {
    if (isDrawn(patch, at)) histogram.add(patch.after[at]);
  });
}

/** Mean squared error of a channel if a patch is drawn with a palette. */
function meanError(patch: Patch, width: number, palette: Palette): number {
  let error = 0;
  let pixels = 0;
  forEachPlace(patch, width, (at) => {
    if (!isDrawn(patch, at)) return;
    error += palette.error(patch.after[at]);
    pixels += 1;
  });
  return pixels === 0 ? 0 : error / (3 * pixels);
}

/** The colour indices of a patch's area, its unchanged pixels being left as they are. */
function patchIndices(
  patch: Patch,
  width: number,
  palette: Palette,
): { indices: Uint8Array; leavesPixels: boolean } {
  const indices = new Uint8Array(patch.area.width * patch.area.height);
  let leavesPixels = false;
  let written = 0;
  forEachPlace(patch, width, (at) => {
    const drawn = isDrawn(patch, at);
    indices[written++] = drawn ? palette.index(patch.after[at]) : palette.transparentIndex;
    leavesPixels ||= !drawn;
  });
  return { indices, leavesPixels };
}

/** As `patchIndices`, but with every pixel drawn; null if one of them is to be transparent. */
function wholeIndices(patch: Patch, width: number, palette: Palette): Uint8Array | null {
  const indices = new Uint8Array(patch.area.width * patch.area.height);
  let opaque = true;
  let written = 0;
  forEachPlace(patch, width, (at) => {
    opaque &&= patch.after[at] !== transparentPixel;
    indices[written++] = palette.index(patch.after[at]);
  });
  return opaque ? indices : null;
}

/** Writes patches as the frames of a GIF. */
export class PatchWriter {
  readonly #width: number;
  readonly #palette: Palette;
  readonly #writer: GifWriter;
  readonly #histogram = new ColourHistogram();

  /** @param palette For all frames that it is good enough for. */
  constructor({ width, height }: Animation, palette: Palette) {
    this.#width = width;
    this.#palette = palette;
    this.#writer = new GifWriter(width, height, palette.colours);
  }

  header(repetitions: number): Uint8Array<ArrayBuffer> {
    return this.#writer.header(repetitions);
  }

  /** The frame that draws a patch, in the colours and the way that take least room. */
  patch(patch: Patch): Uint8Array<ArrayBuffer> {
    const palette = this.#choosePalette(patch);
    const { indices, leavesPixels } = patchIndices(patch, this.#width, palette);
    const spared = this.#image(patch, palette, indices, leavesPixels);
    const whole = leavesPixels ? wholeIndices(patch, this.#width, palette) : null;
    if (whole === null) return spared;
    // What is left out can break a pattern that would take less room.
    const drawn = this.#image(patch, palette, whole, false);
    return drawn.length < spared.length ? drawn : spared;
  }

  trailer(): Uint8Array<ArrayBuffer> {
    return this.#writer.trailer();
  }

  #choosePalette(patch: Patch): Palette {
    if (meanError(patch, this.#width, this.#palette) <= toleratedError) return this.#palette;
    this.#histogram.clear();
    countColours(patch, this.#width, this.#histogram);
    return new Palette(this.#histogram);
  }

  #image(patch: Patch, palette: Palette, indices: Uint8Array, transparent: boolean): Uint8Array<ArrayBuffer> {
    return this.#writer.frame({
      area: patch.area,
      delay: patch.delay,
      disposal: patch.disposal,
      // Some viewers clear an area to transparent only if the frame knows of transparency.
      transparentIndex: transparent || patch.disposal === 'clear' ? palette.transparentIndex : -1,
      colours: palette === this.#palette ? null : palette.colours,
      indices,
    });
  }
}
