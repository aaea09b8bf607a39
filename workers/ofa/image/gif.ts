/**
 * The first frame of a GIF as Pillow converts it to RGB: a transparent pixel has the colour of its index, and where the
 * frame does not reach the screen has the transparent index's colour, or that of index 0.
 */
import { type GifFile, readGifStructure } from '../../animation/gif/gif-file.ts';
import { rowOrder } from '../../animation/gif/gif-frames.ts';
import { LzwDecoder } from '../../animation/gif/lzw-decoder.ts';
import { OfaError } from '../../protocol/errors.ts';
import type { Picture } from './picture.ts';
import { refuseLargePicture } from './picture-limits.ts';

/** Pixels of one strip. */
const stripPixels = 1 << 18;

/** Colour indices of the whole screen, row by row. */
function screenIndices({ bytes, width, height, frames: [frame] }: GifFile): Uint8Array {
  const { area, dataPosition, transparentIndex } = frame;
  const stored = new Uint8Array(area.width * area.height);
  const { damaged } = new LzwDecoder().decode(bytes, dataPosition, stored);
  if (damaged) throw new OfaError('image-damaged', 'The first frame of the GIF is damaged');
  const screen = new Uint8Array(width * height).fill(Math.max(0, transparentIndex));
  for (const [index, row] of rowOrder(frame).entries()) {
    const start = index * area.width;
    screen.set(stored.subarray(start, start + area.width), (area.top + row) * width + area.left);
  }
  return screen;
}

/** RGB of 256 indices: black beyond the table's end, a ramp of grey where there is no table. */
function colourTable(colours: Uint8Array): Uint8Array {
  const table = new Uint8Array(256 * 3);
  if (colours.length === 0) return table.map((_, index) => Math.floor(index / 3));
  table.set(colours);
  return table;
}

/**
 * Opens the first frame of a GIF.
 *
 * @throws OfaError `image-damaged` or `image-too-large`; the signal's reason on abort
 */
export async function decodeGif(signal: AbortSignal, image: Blob): Promise<Picture> {
  const file = readGifStructure(new Uint8Array(await image.arrayBuffer()));
  signal.throwIfAborted();
  // The first frame may have made the screen larger than the header says.
  refuseLargePicture(file);
  const indices = screenIndices(file);
  const table = colourTable(file.frames[0].colours);
  return {
    width: file.width,
    height: file.height,
    // oxlint-disable-next-line require-await -- an async generator, so that all pictures are read in one way
    async *strips() {
      const step = Math.max(1, Math.floor(stripPixels / file.width)) * file.width;
      for (let start = 0; start < indices.length; start += step) {
        const part = indices.subarray(start, start + step);
        const rgb = new Uint8Array(part.length * 3);
        for (let pixel = 0; pixel < part.length; pixel += 1) {
          const from = part[pixel] * 3;
          rgb[pixel * 3] = table[from];
          rgb[pixel * 3 + 1] = table[from + 1];
          rgb[pixel * 3 + 2] = table[from + 2];
        }
        yield rgb;
      }
    },
  };
}
