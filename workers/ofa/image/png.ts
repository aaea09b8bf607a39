/**
 * PNG with Pillow's ideas of what RGB is. The pieces of the zlib stream are piped through the platform's inflate, row
 * by row; no more than one strip of pixels is held, unless the picture is interlaced or lies on its side.
 */
import { turnUpright } from './orientation.ts';
import type { Picture } from './picture.ts';
import { type PngFile, pngDamage, readPng } from './png-chunks.ts';
import { rgbConverter } from './png-colours.ts';
import { pngRows } from './png-rows.ts';

/** RGB bytes of one strip. */
const stripBytes = 1 << 20;

/** The inflated rows, each behind its filter's byte, in pieces of any size; an abort ends the stream. */
async function* inflatedRows(
  signal: AbortSignal,
  image: Blob,
  { pixelParts }: PngFile,
): AsyncGenerator<Uint8Array> {
  const compressed = new Blob(pixelParts.map(({ start, end }) => image.slice(start, end)));
  const reader = compressed.stream().pipeThrough(new DecompressionStream('deflate'), { signal }).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw pngDamage('has broken pixels', error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* plainStrips(signal: AbortSignal, image: Blob, file: PngFile): AsyncGenerator<Uint8Array> {
  const { width, height } = file.header;
  const convert = rgbConverter(file.header, file.palette);
  const rowsPerStrip = Math.max(1, Math.floor(stripBytes / (width * 3)));
  let strip = new Uint8Array(0);
  for await (const { index, samples } of pngRows(file.header, inflatedRows(signal, image, file))) {
    const row = index % rowsPerStrip;
    if (row === 0) strip = new Uint8Array(Math.min(rowsPerStrip, height - index) * width * 3);
    const end = (row + 1) * width * 3;
    convert(samples, strip.subarray(row * width * 3, end));
    if (end === strip.length) yield strip;
  }
}

/** The whole picture as one strip: its last pass still fills every second row. */
async function* interlacedStrip(signal: AbortSignal, image: Blob, file: PngFile): AsyncGenerator<Uint8Array> {
  const { width, height } = file.header;
  const convert = rgbConverter(file.header, file.palette);
  const picture = new Uint8Array(width * height * 3);
  const row = new Uint8Array(width * 3);
  for await (const { pass, index, samples } of pngRows(file.header, inflatedRows(signal, image, file))) {
    const rgb = row.subarray(0, pass.width * 3);
    convert(samples, rgb);
    let to = ((pass.top + index * pass.stepY) * width + pass.left) * 3;
    for (let from = 0; from < rgb.length; from += 3, to += pass.stepX * 3) {
      picture[to] = rgb[from];
      picture[to + 1] = rgb[from + 1];
      picture[to + 2] = rgb[from + 2];
    }
  }
  yield picture;
}

/**
 * Opens a PNG.
 *
 * @throws OfaError `image-damaged` where chunks are cut, broken or missing, then from `strips` where the pixels are;
 *   the signal's reason on abort
 */
export async function decodePng(signal: AbortSignal, image: Blob): Promise<Picture> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  signal.throwIfAborted();
  const file = readPng(bytes);
  const { width, height, isInterlaced } = file.header;
  const read = isInterlaced ? interlacedStrip : plainStrips;
  return turnUpright({ width, height, strips: () => read(signal, image, file) }, file.orientation);
}
