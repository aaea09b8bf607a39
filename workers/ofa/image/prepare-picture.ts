import type { PreparePicture } from '../picture-encoder.ts';
import { normalizePixels } from './normalize.ts';
import type { DecodePicture } from './picture.ts';
import { resizePicture } from './resize.ts';

/** The way from a picture file to `pixel_values`, on a platform that decodes pictures with `decode`. */
export function picturePreparation(decode: DecodePicture): PreparePicture {
  return async (signal, image, { patchImageSize, mean, std }) => {
    const picture = await decode(signal, image);
    return normalizePixels(await resizePicture(signal, picture, patchImageSize), mean, std);
  };
}
