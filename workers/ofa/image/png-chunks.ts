/** What a PNG file consists of, found without inflating a pixel. */
import { OfaError } from '../../protocol/errors.ts';
import { crc32 } from './crc32.ts';
import { exifOrientation } from './orientation.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: number;
  readonly isInterlaced: boolean;
}

export interface PngFile {
  readonly header: PngHeader;
  /** RGB of each index; empty if there is no palette. */
  readonly palette: Uint8Array;
  /** EXIF orientation, 1 if the file says none. */
  readonly orientation: number;
  /** Where in the file the pieces of the zlib stream of the rows begin and end. */
  readonly pixelParts: readonly { readonly start: number; readonly end: number }[];
}

interface Chunk {
  readonly type: string;
  /** Of its data. */
  readonly start: number;
  readonly end: number;
}

const allowedDepths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** The error of a PNG that cannot be read. */
export function pngDamage(reason: string, cause?: unknown): OfaError {
  return new OfaError('image-damaged', `The PNG ${reason}`, {}, cause);
}

/** The chunks up to the picture's end. What is cut off ends the list, as it does for browsers, unless it is pixels. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let position = 8; position + 12 <= bytes.length;) {
    const start = position + 8;
    const end = start + view.getUint32(position);
    const type = String.fromCharCode(...bytes.subarray(position + 4, start));
    if (type === 'IEND') return;
    if (end + 4 > bytes.length) {
      if (type === 'IDAT') throw pngDamage('ends within its pixels');
      return;
    }
    yield { type, start, end };
    position = end + 4;
  }
}

function isIntact(bytes: Uint8Array, { start, end }: Chunk): boolean {
  const written = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  return crc32(bytes.subarray(start - 4, end)) === written;
}

function readHeader(data: Uint8Array): PngHeader {
  if (data.length < 13) throw pngDamage('ends within its header');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [bitDepth, colourType, compression, filter, interlace] = data.subarray(8, 13);
  if (!allowedDepths[colourType]?.includes(bitDepth) || compression !== 0 || filter !== 0 || interlace > 1)
    throw pngDamage('has an impossible header');
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth,
    colourType,
    isInterlaced: interlace === 1,
  };
}

/**
 * Reads a PNG's chunks. The checksums of those that make its pixels are verified; all others are skipped, whatever
 * is in them, but for the EXIF orientation. Of an animation the still picture is read, as Pillow does.
 *
 * @throws OfaError `image-damaged`
 */
export function readPng(bytes: Uint8Array): PngFile {
  const chunks = [...chunksOf(bytes)];
  const dataOf = ({ start, end }: Chunk) => bytes.subarray(start, end);
  const [first] = chunks;
  if (first?.type !== 'IHDR') throw pngDamage('does not begin with its header');
  const pixelParts = chunks.filter(({ type }) => type === 'IDAT');
  const palette = chunks.find(({ type }) => type === 'PLTE');
  for (const chunk of [first, ...(palette === undefined ? [] : [palette]), ...pixelParts])
    if (!isIntact(bytes, chunk)) throw pngDamage(`has a wrong checksum in ${chunk.type}`);

  const header = readHeader(dataOf(first));
  if (pixelParts.length === 0) throw pngDamage('has no pixels');
  if (palette === undefined && header.colourType === 3) throw pngDamage('has no palette');
  const exif = chunks.find(({ type }) => type === 'eXIf');
  return {
    header,
    palette: palette === undefined ? new Uint8Array(0) : dataOf(palette).slice(),
    orientation: exif === undefined ? 1 : exifOrientation(dataOf(exif)),
    pixelParts,
  };
}
