/**
 * PNG, row by row, with Pillow's ideas of what RGB is. The file's chunks of compressed rows are piped through the
 * platform's inflate; no more than one strip of pixels is held.
 */
import { OfaError } from '../../protocol/errors.ts';
import type { Picture } from './picture.ts';
import { rgbConverter } from './png-colours.ts';
import { unfilterRow } from './png-filters.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: number;
  readonly isInterlaced: boolean;
  /** True if there is an eXIf chunk before the pixels: the picture may have to be turned. */
  readonly hasOrientation: boolean;
}

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const samplesPerPixel: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const allowedDepths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** RGB bytes of one strip. */
const stripBytes = 1 << 20;

function damaged(reason: string, cause?: unknown): OfaError {
  return new OfaError('image-damaged', `The PNG ${reason}`, {}, cause);
}

/** The chunks that lie wholly within `bytes`, up to the picture's end. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let position = 8; position + 12 <= bytes.length;) {
    const start = position + 8;
    const end = start + view.getUint32(position);
    if (end + 4 > bytes.length) return;
    const type = String.fromCharCode(...bytes.subarray(position + 4, start));
    if (type === 'IEND') return;
    yield { type, start, end };
    position = end + 4;
  }
}

/**
 * The header of a PNG whose first bytes are given.
 * @throws OfaError `image-damaged` for values that no PNG has
 */
export function readPngHeader(head: Uint8Array): PngHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 29) throw damaged('ends within its header');
  const [bitDepth, colourType, compression, filter, interlace] = head.subarray(24, 29);
  if (!allowedDepths[colourType]?.includes(bitDepth) || compression !== 0 || filter !== 0 || interlace > 1)
    throw damaged('has an impossible header');
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitDepth,
    colourType,
    isInterlaced: interlace === 1,
    hasOrientation: [...chunksOf(head)].some(({ type }) => type === 'eXIf'),
  };
}

/** The inflated rows, each with its filter byte, in pieces of any size; an abort ends the stream. */
async function* inflate(
  signal: AbortSignal,
  image: Blob,
  parts: readonly Chunk[],
): AsyncGenerator<Uint8Array> {
  const compressed = new Blob(parts.map(({ start, end }) => image.slice(start, end)));
  const reader = compressed.stream().pipeThrough(new DecompressionStream('deflate'), { signal }).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw damaged('has broken pixels', error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* rgbStrips(
  signal: AbortSignal,
  image: Blob,
  header: PngHeader,
  parts: readonly Chunk[],
  palette: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const { width, height, bitDepth, colourType } = header;
  const bitsPerPixel = bitDepth * samplesPerPixel[colourType];
  const rowBytes = Math.ceil((width * bitsPerPixel) / 8);
  const pixelBytes = Math.max(1, bitsPerPixel / 8);
  const convert = rgbConverter(header, palette);
  const rowsPerStrip = Math.max(1, Math.floor(stripBytes / (width * 3)));

  let previous = new Uint8Array(rowBytes);
  let current = new Uint8Array(rowBytes);
  let filter = -1;
  let filled = 0;
  let row = 0;
  let strip = new Uint8Array(0);
  for await (const piece of inflate(signal, image, parts)) {
    let position = 0;
    while (position < piece.length && row < height) {
      if (filter < 0) {
        filter = piece[position];
        position += 1;
      }
      const taken = Math.min(rowBytes - filled, piece.length - position);
      current.set(piece.subarray(position, position + taken), filled);
      filled += taken;
      position += taken;
      if (filled < rowBytes) continue;

      if (!unfilterRow(filter, current, previous, pixelBytes)) throw damaged(`has a filter ${filter}`);
      const rowInStrip = row % rowsPerStrip;
      if (rowInStrip === 0) strip = new Uint8Array(Math.min(rowsPerStrip, height - row) * width * 3);
      convert(current, strip.subarray(rowInStrip * width * 3, (rowInStrip + 1) * width * 3));
      [previous, current] = [current, previous];
      [filter, filled, row] = [-1, 0, row + 1];
      if ((rowInStrip + 1) * width * 3 === strip.length) yield strip;
    }
    // What follows the last row cannot be seen; inflating it on could be a bomb.
    if (row === height) return;
  }
  throw damaged(`ends after ${row} of ${height} rows`);
}

/**
 * Opens a PNG that is not interlaced. Its checksums are not checked, like Pillow's are not for pixels that inflate well.
 *
 * @throws OfaError `image-damaged` where chunks are cut or missing, then from `strips` where the pixels are
 */
export async function decodePng(signal: AbortSignal, image: Blob, header: PngHeader): Promise<Picture> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  signal.throwIfAborted();
  const chunks = [...chunksOf(bytes)];
  const parts = chunks.filter(({ type }) => type === 'IDAT');
  if (parts.length === 0) throw damaged('has no pixels');
  const table = chunks.find(({ type }) => type === 'PLTE');
  if (table === undefined && header.colourType === 3) throw damaged('has no palette');
  const palette = table === undefined ? new Uint8Array(0) : bytes.slice(table.start, table.end);
  return {
    width: header.width,
    height: header.height,
    strips: () => rgbStrips(signal, image, header, parts, palette),
  };
}
