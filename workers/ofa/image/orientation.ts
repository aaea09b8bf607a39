/** EXIF's orientation tag, 1 to 8: how the stored rows and columns must be turned to be seen upright. */
import type { Picture } from './picture.ts';

const orientationTag = 0x0112;
const shortType = 3;
/** RGB bytes of one strip. */
const stripBytes = 1 << 20;

/**
 * The orientation that EXIF data say: a TIFF header and its first directory, in PNG and WebP sometimes behind
 * `Exif\0\0`. 1, which is upright, where they say none or cannot be read.
 */
export function exifOrientation(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  try {
    return readOrientation(view, view.getUint32(0) === 0x4578_6966 ? 6 : 0);
  } catch (error) {
    if (error instanceof RangeError) return 1;
    throw error;
  }
}

/** @throws RangeError where the data end too early */
function readOrientation(view: DataView, start: number): number {
  const isLittleEndian = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittleEndian);
  const entries = view.getUint16(directory, isLittleEndian);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + 12 * index;
    if (view.getUint16(entry, isLittleEndian) !== orientationTag) continue;
    if (view.getUint16(entry + 2, isLittleEndian) !== shortType) return 1;
    const orientation = view.getUint16(entry + 8, isLittleEndian);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** Which stored pixel is the turned picture's first, and how far it is in pixels to the next to the right and below. */
interface Walk {
  readonly first: number;
  readonly right: number;
  readonly down: number;
}

function walkOf(orientation: number, width: number, height: number): Walk {
  const topRight = width - 1;
  const bottomLeft = (height - 1) * width;
  const bottomRight = width * height - 1;
  switch (orientation) {
    case 2:
      return { first: topRight, right: -1, down: width };
    case 3:
      return { first: bottomRight, right: -1, down: -width };
    case 4:
      return { first: bottomLeft, right: 1, down: -width };
    case 5:
      return { first: 0, right: width, down: 1 };
    case 6:
      return { first: bottomLeft, right: -width, down: 1 };
    case 7:
      return { first: bottomRight, right: -width, down: -1 };
    case 8:
      return { first: topRight, right: width, down: -1 };
    default:
      return { first: 0, right: 1, down: width };
  }
}

async function wholePicture(picture: Picture): Promise<Uint8Array> {
  const rgb = new Uint8Array(picture.width * picture.height * 3);
  let written = 0;
  for await (const strip of picture.strips()) {
    rgb.set(strip, written);
    written += strip.length;
  }
  return rgb;
}

/** The picture turned upright. It is held in memory as a whole then; an upright one is given back as it is. */
export function turnUpright(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const isSideways = orientation >= 5;
  const width = isSideways ? picture.height : picture.width;
  const height = isSideways ? picture.width : picture.height;
  const { first, right, down } = walkOf(orientation, picture.width, picture.height);
  const rowsPerStrip = Math.max(1, Math.floor(stripBytes / (width * 3)));
  return {
    width,
    height,
    async *strips() {
      const stored = await wholePicture(picture);
      for (let top = 0; top < height; top += rowsPerStrip) {
        const bottom = Math.min(height, top + rowsPerStrip);
        const strip = new Uint8Array((bottom - top) * width * 3);
        let to = 0;
        for (let y = top; y < bottom; y += 1) {
          let from = (first + y * down) * 3;
          for (let x = 0; x < width; x += 1, from += right * 3, to += 3) {
            strip[to] = stored[from];
            strip[to + 1] = stored[from + 1];
            strip[to + 2] = stored[from + 2];
          }
        }
        yield strip;
      }
    },
  };
}
