import { OfaError } from '../protocol/errors.ts';
import type { DecodedHeic } from './libheif.ts';
import { withColourProfile } from './png-profile.ts';

/** Rows that are copied at once. */
const stripRows = 64;

function draw({ width, height, stride, pixels }: DecodedHeic): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new OfaError('out-of-memory', `No canvas of ${width} × ${height}`);
  const strip = context.createImageData(width, Math.min(height, stripRows));
  for (let top = 0; top < height; top += strip.height) {
    // What is left of the strip before in the last one falls below the canvas.
    for (let row = top; row < Math.min(top + strip.height, height); row += 1) {
      const start = row * stride;
      strip.data.set(pixels.subarray(start, start + 4 * width), (row - top) * 4 * width);
    }
    context.putImageData(strip, 0, top);
  }
  return canvas;
}

/** A PNG of decoded pixels, with their colour profile. @throws OfaError `out-of-memory` */
export async function writePng(decoded: DecodedHeic): Promise<Blob> {
  const canvas = draw(decoded);
  let png: Blob;
  try {
    png = await canvas.convertToBlob({ type: 'image/png' });
  } catch (error) {
    const message = `No PNG of ${canvas.width} × ${canvas.height}`;
    throw new OfaError('out-of-memory', message, {}, error);
  }
  return decoded.profile === null ? png : withColourProfile(png, decoded.profile);
}
