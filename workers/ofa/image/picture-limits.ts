import { OfaError } from '../../protocol/errors.ts';
import { mostMegapixels, type PixelSize } from '../../protocol/picture-size.ts';

/** The page refuses more as well. */
const mostBytes = 300_000_000;
/** JPEG's own limit; the resized columns of a longer side would fill the memory. */
const longestSide = 65_535;

/** @throws OfaError `image-too-large` */
export function refuseLargeFile(bytes: number): void {
  if (bytes > mostBytes) {
    throw new OfaError('image-too-large', `The file has ${bytes} bytes`, {
      megabytes: Math.round(bytes / 1e6),
    });
  }
}

/** @throws OfaError `image-too-large` */
export function refuseLargePicture({ width, height }: PixelSize): void {
  const message = `The picture has ${width} × ${height} pixels`;
  if (width * height > mostMegapixels * 1e6) {
    throw new OfaError('image-too-large', message, {
      width,
      height,
      megapixels: Math.round((width * height) / 1e6),
      limit: mostMegapixels,
    });
  }
  if (Math.max(width, height) > longestSide)
    throw new OfaError('image-too-large', message, { width, height });
}
