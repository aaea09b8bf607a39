/** Decoding in Node, for the command line and for tests. */
import sharp from 'sharp';
import type { DecodeNatively } from '../ofa/image/open-picture.ts';
import { OfaError } from '../protocol/errors.ts';

/**
 * Decodes with libvips: turned by EXIF, colour profiles ignored, alpha dropped without blending.
 *
 * @throws OfaError `image-unsupported` for BMP, which libvips does not read; `image-damaged`; the signal's reason on abort
 */
export const decodeInNode: DecodeNatively = async (signal, image, type) => {
  if (type === 'image/bmp') throw new OfaError('image-unsupported', 'BMP is not read in Node');
  try {
    const { data, info } = await sharp(new Uint8Array(await image.arrayBuffer()), {
      ignoreIcc: true,
      limitInputPixels: false,
    })
      .autoOrient()
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    signal.throwIfAborted();
    return {
      width: info.width,
      height: info.height,
      // oxlint-disable-next-line require-await -- an async generator, so that all pictures are read in one way
      async *strips() {
        yield data;
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    throw new OfaError('image-damaged', `The ${type} cannot be decoded`, {}, error);
  }
};
