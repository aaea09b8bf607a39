/** Decoding with the browser's own codecs, in a worker. */
import { OfaError } from '../../protocol/errors.ts';
import type { DecodeNatively } from './open-picture.ts';
import type { Picture } from './picture.ts';

/** Pixels of one strip that is read back from the canvas. */
const stripPixels = 1 << 20;

function dropAlpha(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from];
    rgb[to + 1] = rgba[from + 1];
    rgb[to + 2] = rgba[from + 2];
  }
  return rgb;
}

// oxlint-disable-next-line require-await -- an async generator, so that all pictures are read in one way
async function* bitmapStrips(bitmap: ImageBitmap): AsyncGenerator<Uint8Array> {
  const { width, height } = bitmap;
  const rows = Math.min(height, Math.max(1, Math.floor(stripPixels / width)));
  const context = new OffscreenCanvas(width, rows).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new OfaError('out-of-memory', 'No canvas to decode on');
  try {
    for (let top = 0; top < height; top += rows) {
      const count = Math.min(rows, height - top);
      context.clearRect(0, 0, width, rows);
      context.drawImage(bitmap, 0, top, width, count, 0, 0, width, count);
      yield dropAlpha(context.getImageData(0, 0, width, count).data);
    }
  } finally {
    bitmap.close();
  }
}

/** The pixels of a frame that is stored as RGB with alpha, or null where it is not: the canvas is as good then. */
async function frameWithAlpha(bytes: ArrayBuffer, type: string): Promise<Picture | null> {
  if (typeof ImageDecoder === 'undefined' || !(await ImageDecoder.isTypeSupported(type))) return null;
  const decoder = new ImageDecoder({ data: bytes, type, colorSpaceConversion: 'none' });
  try {
    const { image: frame } = await decoder.decode({ frameIndex: 0 });
    try {
      if (frame.format !== 'RGBA' && frame.format !== 'BGRA') return null;
      const { codedWidth: width, codedHeight: height } = frame;
      const pixels = new Uint8Array(width * height * 4);
      await frame.copyTo(pixels, { format: 'RGBA', layout: [{ offset: 0, stride: width * 4 }] });
      return {
        width,
        height,
        // oxlint-disable-next-line require-await -- as above
        async *strips() {
          yield dropAlpha(pixels);
        },
      };
    } finally {
      frame.close();
    }
  } finally {
    decoder.close();
  }
}

/**
 * Decodes by the browser: formats with alpha through `ImageDecoder`, which keeps the colour under it, all others through
 * a canvas.
 *
 * @throws OfaError `image-damaged`; the signal's reason on abort
 */
export const decodeInBrowser: DecodeNatively = async (signal, image, type) => {
  try {
    if (type === 'image/gif' || type === 'image/webp') {
      const frame = await frameWithAlpha(await image.arrayBuffer(), type);
      signal.throwIfAborted();
      if (frame !== null) return frame;
    }
    const bitmap = await createImageBitmap(image, {
      imageOrientation: 'from-image',
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
    return { width: bitmap.width, height: bitmap.height, strips: () => bitmapStrips(bitmap) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OfaError) throw error;
    throw new OfaError('image-damaged', `The ${type} cannot be decoded`, {}, error);
  }
};
