import { OfaError } from '../../protocol/errors.ts';
import { sniffPictureType, type PictureType } from '../../protocol/picture-type.ts';
import { decodePng, readPngHeader } from './png.ts';
import type { DecodePicture, Picture } from './picture.ts';
import { announcedSize, headerBytes } from './picture-size.ts';

/** Pixels that are still decoded; the page refuses a picture of more as well. */
const mostPixels = 120_000_000;

/** The platform's own decoder, for every format but plain PNG. Throws `image-damaged` for what it cannot read. */
export type DecodeNatively = (signal: AbortSignal, image: Blob, type: PictureType) => Promise<Picture>;

/**
 * A decoder of picture files: their kind and size are told by their first bytes, PNG is decoded here (browsers blend or
 * lose the colour under alpha and scale 16-bit grey), everything else by the platform.
 *
 * @returns a decoder that throws OfaError `image-empty`, `image-unsupported`, `image-damaged` or `image-too-large`
 */
export function pictureDecoder(decodeNatively: DecodeNatively): DecodePicture {
  return async (signal, image) => {
    signal.throwIfAborted();
    if (image.size === 0) throw new OfaError('image-empty', 'The file has no bytes');
    const head = new Uint8Array(await image.slice(0, headerBytes).arrayBuffer());
    const type = sniffPictureType(head);
    if (type === null) throw new OfaError('image-unsupported', 'The file is no picture');
    const size = announcedSize(type, head);
    if (size === null) throw new OfaError('image-damaged', 'The picture ends within its header');
    const { width, height } = size;
    if (width * height > mostPixels) {
      throw new OfaError('image-too-large', `The picture has ${width} × ${height} pixels`, {
        megapixels: Math.round((width * height) / 1e6),
        limit: mostPixels / 1e6,
      });
    }
    signal.throwIfAborted();
    const header = type === 'image/png' ? readPngHeader(head) : null;
    if (header === null || header.isInterlaced || header.hasOrientation)
      return decodeNatively(signal, image, type);
    return decodePng(signal, image, header);
  };
}
