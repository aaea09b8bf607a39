/** Decoding with the browser's own codecs, in a worker. */
import { OfaError } from '../../protocol/errors.ts';
import { bitmapPicture, readThroughCanvas, readThroughTexture } from './bitmap-picture.ts';
import type { DecodeNatively } from './open-picture.ts';
import { turnUpright } from './orientation.ts';
import { webpOrientation } from './webp-orientation.ts';

/** Formats that may hold colours under transparent pixels. */
const formatsWithAlpha: ReadonlySet<string> = new Set(['image/webp', 'image/avif']);

/**
 * Decodes by the browser: turned by EXIF, colour profiles ignored, alpha dropped without blending.
 *
 * @throws OfaError `image-damaged`; the signal's reason on abort
 */
export const decodeInBrowser: DecodeNatively = async (signal, image, type) => {
  // No browser turns WebP (https://zpl.fi/exif-orientation-in-different-formats/): told not to, none ever will.
  const isWebp = type === 'image/webp';
  try {
    const orientation = isWebp ? webpOrientation(new Uint8Array(await image.arrayBuffer())) : 1;
    signal.throwIfAborted();
    const bitmap = await createImageBitmap(image, {
      imageOrientation: isWebp ? 'none' : 'from-image',
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
    const openReader = formatsWithAlpha.has(type) ? readThroughTexture : readThroughCanvas;
    return turnUpright(bitmapPicture(bitmap, openReader), orientation);
  } catch (error) {
    signal.throwIfAborted();
    throw new OfaError('image-damaged', `The ${type} cannot be decoded`, {}, error);
  }
};
