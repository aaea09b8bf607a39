/** The size that a picture file's header announces, read before anything is decoded: a bomb is refused unopened. */
import { OfaError } from './errors.ts';
import type { PictureType } from './picture-type.ts';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** In a picture that is opened: four bytes a pixel, held twice while a PNG is written. */
export const mostMegapixels = 120;

/** @throws OfaError `image-too-large` */
export function refuseTooLarge({ width, height }: PixelSize, file: string): void {
  const megapixels = (width * height) / 1_000_000;
  if (megapixels > mostMegapixels) {
    throw new OfaError('image-too-large', `${file} has ${width} × ${height} pixels`, {
      file,
      megapixels: Math.round(megapixels),
      limit: mostMegapixels,
    });
  }
}

/** As many bytes as `announcedSize` may need; a JPEG's frame header lies behind its metadata. */
export const headerBytes = 512 * 1024;

function pngSize(view: DataView): PixelSize {
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view: DataView): PixelSize {
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function bmpSize(view: DataView): PixelSize {
  const infoBytes = view.getUint32(14, true);
  if (infoBytes === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  // A negative height means that the rows run from top to bottom.
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

function jpegSize(view: DataView): PixelSize | null {
  let position = 2;
  while (position + 9 <= view.byteLength && view.getUint8(position) === 0xff) {
    const marker = view.getUint8(position + 1);
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(position + 7), height: view.getUint16(position + 5) };
    position += 2 + view.getUint16(position + 2);
  }
  return null;
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) + view.getUint8(offset + 2) * 0x1_00_00;
}

function webpSize(view: DataView): PixelSize | null {
  switch (view.getUint32(12)) {
    case 0x56503820: // 'VP8 '
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // 'VP8L': 14 bits each, less one
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // 'VP8X'
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

/** The largest image spatial extents box; a picture may hold smaller ones for its thumbnail and alpha. */
function avifSize(view: DataView): PixelSize | null {
  let largest: PixelSize | null = null;
  for (let position = 0; position + 16 <= view.byteLength; position += 1) {
    if (view.getUint32(position) !== 0x69737065) continue; // 'ispe'
    const size = { width: view.getUint32(position + 8), height: view.getUint32(position + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

const readers: Readonly<Record<PictureType, (view: DataView) => PixelSize | null>> = {
  'image/png': pngSize,
  'image/gif': gifSize,
  'image/bmp': bmpSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
  'image/avif': avifSize,
};

/**
 * Width and height in pixels before any EXIF turn, or null where the header is cut short or says none.
 *
 * @param head The first `headerBytes` bytes of the file, or all of it.
 */
export function announcedSize(type: PictureType, head: Uint8Array): PixelSize | null {
  try {
    const size = readers[type](new DataView(head.buffer, head.byteOffset, head.byteLength));
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
