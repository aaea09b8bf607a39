import { OfaError } from '../protocol/errors.ts';

const megapixel = 1_000_000;

/** Four bytes a pixel, held about six times while frames are compared. */
const mostMegapixels = 16;
/** The file is held whole. */
const mostBytes = 300 * megapixel;
/** Past this the list of frames alone would be a weapon. */
const mostFrames = 10_000;
/** Megapixels of all frames together: minutes of work, and more than any picture sent on purpose. */
const mostMegapixelsOfAllFrames = 2_000;

/** @throws OfaError `image-too-large` */
export function refuseLargeFile(bytes: number): void {
  if (bytes > mostBytes) {
    throw new OfaError('image-too-large', `The animation has ${bytes} bytes`, {
      megabytes: Math.round(bytes / megapixel),
    });
  }
}

/** @throws OfaError `image-too-large` */
export function refuseLargeCanvas(width: number, height: number): void {
  const megapixels = (width * height) / megapixel;
  if (megapixels > mostMegapixels) {
    throw new OfaError('image-too-large', `The animation is ${width} × ${height}`, {
      megapixels: Math.round(megapixels),
      limit: mostMegapixels,
    });
  }
}

/** @throws OfaError `image-too-large` */
export function refuseManyFrames(frames: number): void {
  if (frames > mostFrames) {
    throw new OfaError('image-too-large', 'The animation has too many frames', { frames, limit: mostFrames });
  }
}

/** @param pixels Of all frames together. @throws OfaError `image-too-large` */
export function refuseLongAnimation(frames: number, pixels: number): void {
  const megapixels = Math.round(pixels / megapixel);
  if (megapixels > mostMegapixelsOfAllFrames) {
    throw new OfaError('image-too-large', `${frames} frames have ${megapixels} megapixels`, {
      frames,
      megapixels,
      limit: mostMegapixelsOfAllFrames,
    });
  }
}
