import { OfaError } from '../../protocol/errors.ts';
import { sniffPictureType, type PictureType } from '../../protocol/picture-type.ts';
import { decodeGif } from './gif.ts';
import type { DecodePicture, Picture } from './picture.ts';
import { announcedSize, headerBytes, type PixelSize } from '../../protocol/picture-size.ts';
import { refuseLargeFile, refuseLargePicture } from './picture-limits.ts';
import { decodePng } from './png.ts';

/** The platform's own decoder, for every format but PNG and GIF. Throws `image-damaged` for what it cannot read. */
export type DecodeNatively = (signal: AbortSignal, image: Blob, type: PictureType) => Promise<Picture>;

/** Width and height that the file says; a JPEG's may lie behind more metadata than one cares to read at first. */
async function readSize(image: Blob, type: PictureType, head: Uint8Array): Promise<PixelSize> {
  const size =
    announcedSize(type, head) ??
    (image.size > head.length ? announcedSize(type, new Uint8Array(await image.arrayBuffer())) : null);
  if (size === null) throw new OfaError('image-damaged', 'The picture ends within its header');
  return size;
}

/**
 * A decoder of picture files: their kind and size are told by their first bytes. PNG and GIF are decoded here, because
 * browsers lose the colour of transparent pixels and scale 16-bit grey; everything else is left to the platform.
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
    refuseLargeFile(image.size);
    refuseLargePicture(await readSize(image, type, head));
    signal.throwIfAborted();
    if (type === 'image/png') return decodePng(signal, image);
    if (type === 'image/gif') return decodeGif(signal, image);
    return decodeNatively(signal, image, type);
  };
}
