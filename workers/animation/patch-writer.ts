import { ColourHistogram } from './colour/colour-histogram.ts';
import { Palette } from './colour/palette.ts';
import { GifWriter } from './gif/gif-writer.ts';
import type { Patch } from './patches.ts';
import { colourDistance, transparentPixel } from './pixels.ts';
import { forEachPlace, placesWhere } from './places.ts';
import { isEmpty, type Rectangle } from './rectangle.ts';

/**
 * Mean squared error of a channel (38 decibels) up to which a frame makes do with the file's palette. Animations rarely
 * need more, and one palette for all is a fifth smaller and does not flicker; where scenes differ it is not enough.
 */
const toleratedError = 10;

/** By so much a pixel's colour may be farther off than it had to be: noise from frame to frame is of this kind. */
const unseenDistance = 5;

/** True of a pixel that is not what it was before, and not transparent. */
function isNew({ before, after }: Patch, at: number): boolean {
  return after[at] !== before[at] && after[at] !== transparentPixel;
}

/** Counts the colours that a patch brings. */
export function countColours(patch: Patch, width: number, histogram: ColourHistogram): void {
  forEachPlace(patch.area, width, (at) => {
    if (isNew(patch, at)) histogram.add(patch.after[at]);
  });
}

/** Mean squared error of a channel if a patch is drawn with a palette. */
function meanError(patch: Patch, width: number, palette: Palette): number {
  let error = 0;
  let pixels = 0;
  forEachPlace(patch.area, width, (at) => {
    if (!isNew(patch, at)) return;
    error += palette.error(patch.after[at]) ** 2;
    pixels += 1;
  });
  return pixels === 0 ? 0 : error / (3 * pixels);
}

/** One way to draw a patch. */
interface Drawing {
  readonly area: Rectangle;
  readonly indices: Uint8Array;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Writes patches as the frames of a GIF. */
export class PatchWriter {
  readonly #width: number;
  readonly #palette: Palette;
  readonly #writer: GifWriter;
  readonly #histogram = new ColourHistogram();
  /** What a viewer shows: not quite the patches' pixels, as colours are few. */
  readonly #shown: Uint32Array;

  /** @param palette For all frames that it is good enough for. */
  constructor({ width, height }: { width: number; height: number }, palette: Palette) {
    this.#width = width;
    this.#palette = palette;
    this.#writer = new GifWriter(width, height, palette.colours);
    this.#shown = new Uint32Array(width * height);
  }

  header(repetitions: number): Uint8Array<ArrayBuffer> {
    return this.#writer.header(repetitions);
  }

  /** The frame that draws a patch, in the colours and the way that take least room. */
  patch(patch: Patch): Uint8Array<ArrayBuffer> {
    const palette = this.#choosePalette(patch);
    const spared = this.#drawSparingly(patch, palette);
    const whole = this.#drawWhole(patch, palette, spared);
    // What is left out can break a pattern that would take less room.
    const drawing = whole !== null && whole.bytes.length < spared.bytes.length ? whole : spared;
    this.#show(patch, palette, drawing);
    return drawing.bytes;
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

  /** True of a new pixel for which nothing as good is shown already. */
  #isNeeded(patch: Patch, palette: Palette, at: number): boolean {
    if (!isNew(patch, at)) return false;
    const shown = this.#shown[at];
    if (shown === transparentPixel) return true;
    const best = palette.error(patch.after[at]);
    return colourDistance(shown, patch.after[at]) > best + (palette.exact ? 0 : unseenDistance);
  }

  /** Draws the pixels that are needed, and leaves the others as they are. */
  #drawSparingly(patch: Patch, palette: Palette): Drawing {
    const needed = placesWhere(patch.area, this.#width, (at) => this.#isNeeded(patch, palette, at));
    // A frame that nothing is needed of is there for its delay, one that is cleared for its area.
    const least = isEmpty(needed) ? { ...patch.area, width: 1, height: 1 } : needed;
    const area = patch.disposal === 'clear' ? patch.area : least;
    const indices = new Uint8Array(area.width * area.height);
    let written = 0;
    forEachPlace(area, this.#width, (at) => {
      const needed = this.#isNeeded(patch, palette, at);
      indices[written++] = needed ? palette.index(patch.after[at]) : palette.transparentIndex;
    });
    return { area, indices, bytes: this.#write(patch, palette, area, indices) };
  }

  /** Draws every pixel of the same area. @returns Null if that is no other drawing, or one pixel is transparent. */
  #drawWhole(patch: Patch, palette: Palette, { area, indices: spared }: Drawing): Drawing | null {
    if (!spared.includes(palette.transparentIndex)) return null;
    const indices = new Uint8Array(spared.length);
    let opaque = true;
    let written = 0;
    forEachPlace(area, this.#width, (at) => {
      opaque &&= patch.after[at] !== transparentPixel;
      indices[written++] = palette.index(patch.after[at]);
    });
    return opaque ? { area, indices, bytes: this.#write(patch, palette, area, indices) } : null;
  }

  #write(
    { delay, disposal }: Patch,
    palette: Palette,
    area: Rectangle,
    indices: Uint8Array,
  ): Uint8Array<ArrayBuffer> {
    // Some viewers clear an area to transparent only if the frame knows of transparency.
    const transparent = disposal === 'clear' || indices.includes(palette.transparentIndex);
    return this.#writer.frame({
      area,
      delay,
      disposal,
      transparentIndex: transparent ? palette.transparentIndex : -1,
      colours: palette === this.#palette ? null : palette.colours,
      indices,
    });
  }

  #show({ disposal }: Patch, palette: Palette, { area, indices }: Drawing): void {
    let read = 0;
    forEachPlace(area, this.#width, (at) => {
      const index = indices[read++];
      if (disposal === 'clear') this.#shown[at] = transparentPixel;
      else if (index !== palette.transparentIndex) this.#shown[at] = palette.pixel(index);
    });
  }
}
