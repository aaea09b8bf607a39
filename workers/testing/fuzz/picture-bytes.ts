/** PNG, JPEG and BMP files written byte by byte, as no encoder would. */
import { crc32, deflateSync } from 'node:zlib';

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

export interface PngParts {
  readonly width: number;
  readonly height: number;
  /** 8 if absent. */
  readonly depth?: number;
  /** 0 grey (if absent), 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType?: number;
  readonly interlace?: number;
  /** Rows, each with its filter's byte, before compression. */
  readonly rows: Uint8Array;
  /** Chunks between the header and the pixels. */
  readonly chunks?: readonly Buffer[];
}

/** A PNG of these parts, whether or not they agree; its checksums are right. */
export function pngFile({
  width,
  height,
  depth = 8,
  colourType = 0,
  interlace = 0,
  rows,
  chunks = [],
}: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, interlace], 8);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** `jpeg` with a segment behind its start marker. @param marker the second byte, e.g. 0xe1 for APP1 */
export function withJpegSegment(jpeg: Uint8Array, marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

/** `jpeg` whose frame header announces another size. */
export function withJpegSize(jpeg: Uint8Array, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  for (let at = 2; changed[at] === 0xff; at += 2 + changed.readUInt16BE(at + 2)) {
    if (changed[at + 1] !== 0xc0 && changed[at + 1] !== 0xc2) continue;
    changed.writeUInt16BE(height, at + 5);
    changed.writeUInt16BE(width, at + 7);
    return changed;
  }
  throw new Error('The JPEG has no frame header');
}

/** An uncompressed BMP of 24 bits a pixel that announces this size and holds `pixelBytes` bytes. */
export function bmpFile(width: number, height: number, pixelBytes: number): Buffer {
  const file = Buffer.alloc(54 + pixelBytes, 0x55);
  file.fill(0, 0, 54);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

/** EXIF whose first directory says the orientation, a place on Earth, and that it is followed by itself. */
export function exifBytes(orientation: number): Buffer {
  const tiff = Buffer.alloc(26 + 4 + 24 + 18, 0);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  // Orientation, SHORT.
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  // The GPS directory, LONG.
  tiff.writeUInt16LE(0x8825, 22);
  tiff.writeUInt16LE(4, 24);
  tiff.writeUInt32LE(1, 26);
  tiff.writeUInt32LE(38, 30);
  // The next directory is this one.
  tiff.writeUInt32LE(8, 34);
  // In the GPS directory: latitude reference "N".
  tiff.writeUInt16LE(1, 38);
  tiff.writeUInt16LE(1, 40);
  tiff.writeUInt16LE(2, 42);
  tiff.writeUInt32LE(2, 44);
  tiff.write('N\0', 48, 'latin1');
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
}
