import { OfaError } from '../../protocol/errors.ts';
import type { Animation, AnimationFrame } from '../animation.ts';
import { type GifFile, type GifFrame, readGif } from './gif-file.ts';
import { LzwDecoder } from './lzw-decoder.ts';
import { opaqueBlack, packPixel, transparentPixel } from '../pixels.ts';
import { emptyRectangle, intersection, type Rectangle, union } from '../rectangle.ts';

/** First row and step of the four passes of an interlaced frame (GIF89a specification, appendix E). */
const interlacePasses = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/** The order in which a frame's rows are stored. */
export function rowOrder({ area, interlaced }: GifFrame): Uint16Array {
  const rows = new Uint16Array(area.height);
  if (!interlaced) return rows.map((_, row) => row);
  let stored = 0;
  for (const [first, step] of interlacePasses) {
    for (let row = first; row < area.height; row += step) rows[stored++] = row;
  }
  return rows;
}

/** The pixel of each index. Those that the table lacks are black, as in browsers. */
function pixelTable({ colours, transparentIndex }: GifFrame): Uint32Array {
  const table = new Uint32Array(256).fill(opaqueBlack);
  for (let index = 0; index * 3 < colours.length; index++) {
    const [red, green, blue] = colours.subarray(index * 3);
    table[index] = packPixel(red, green, blue, 255);
  }
  if (transparentIndex >= 0) table[transparentIndex] = transparentPixel;
  return table;
}

/** The screen on which the frames of a GIF are drawn one over the other. */
class Screen {
  readonly pixels: Uint32Array;
  readonly #bounds: Rectangle;
  readonly #decoder = new LzwDecoder();
  #indices = new Uint8Array();

  constructor(width: number, height: number) {
    this.pixels = new Uint32Array(width * height);
    this.#bounds = { left: 0, top: 0, width, height };
  }

  /** The part of `area` that lies on the screen. */
  clip(area: Rectangle): Rectangle {
    return intersection(area, this.#bounds);
  }

  /** @returns False, with nothing drawn, if the frame is damaged. */
  draw(bytes: Uint8Array, frame: GifFrame): boolean {
    const { area, dataPosition } = frame;
    const count = area.width * area.height;
    if (this.#indices.length < count) this.#indices = new Uint8Array(count);
    const indices = this.#indices.subarray(0, count);
    const { written, damaged } = this.#decoder.decode(bytes, dataPosition, indices);
    if (damaged) return false;
    this.#paint(frame, indices.subarray(0, written));
    return true;
  }

  #paint(frame: GifFrame, indices: Uint8Array): void {
    const { area, transparentIndex } = frame;
    const { width, height } = this.#bounds;
    const columns = Math.min(area.width, width - area.left);
    const table = pixelTable(frame);
    rowOrder(frame).forEach((row, stored) => {
      if (area.top + row >= height) return;
      const target = (area.top + row) * width + area.left;
      const source = stored * area.width;
      const end = Math.min(source + columns, indices.length);
      for (let at = source; at < end; at++) {
        const index = indices[at];
        if (index !== transparentIndex) this.pixels[target + at - source] = table[index];
      }
    });
  }

  clear({ left, top, width, height }: Rectangle): void {
    for (let row = top; row < top + height; row++) {
      const start = row * this.#bounds.width + left;
      this.pixels.fill(transparentPixel, start, start + width);
    }
  }

  copy({ left, top, width, height }: Rectangle): Uint32Array {
    const copied = new Uint32Array(width * height);
    for (let row = 0; row < height; row++) {
      const start = (top + row) * this.#bounds.width + left;
      copied.set(this.pixels.subarray(start, start + width), row * width);
    }
    return copied;
  }

  /** Puts back what `copy` took from the same place. */
  paste(pixels: Uint32Array, { left, top, width, height }: Rectangle): void {
    for (let row = 0; row < height; row++) {
      const start = (top + row) * this.#bounds.width + left;
      this.pixels.set(pixels.subarray(row * width, (row + 1) * width), start);
    }
  }
}

/**
 * The frames of a GIF as they are seen, each drawn over what the frames before it left (GIF89a specification, 23,
 * Disposal Method; the background is transparent, as in browsers). Ends at a frame whose pixels are damaged.
 */
function* composite({ bytes, width, height, frames }: GifFile): Generator<AnimationFrame, void, undefined> {
  const screen = new Screen(width, height);
  let disposed = emptyRectangle;
  for (const frame of frames) {
    const area = screen.clip(frame.area);
    const below = frame.disposal === 'restore' ? screen.copy(area) : null;
    if (!screen.draw(bytes, frame)) return;
    yield { pixels: screen.pixels, changed: union(disposed, area), delay: frame.delay };
    disposed = frame.disposal === 'keep' ? emptyRectangle : area;
    if (frame.disposal === 'clear') screen.clear(area);
    if (below !== null) screen.paste(below, area);
  }
}

/**
 * Opens a GIF. Not by the browser's decoder, which not every browser has: this one shows the same frames, delays and
 * repetitions everywhere.
 *
 * @throws OfaError `image-damaged` if not even one frame is whole; `image-too-large`
 */
export function openGif(bytes: Uint8Array): Animation {
  const file = readGif(bytes);
  const { width, height, frames, repetitions, damaged } = file;
  return {
    width,
    height,
    frameCount: frames.length,
    repetitions,
    damaged,
    async *frames(signal) {
      let count = 0;
      for (const frame of composite(file)) {
        signal.throwIfAborted();
        yield frame;
        count++;
      }
      if (count === 0) throw new OfaError('image-damaged', "The GIF's first frame is damaged");
    },
  };
}
