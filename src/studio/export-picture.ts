import { OfaError } from '../../workers/protocol/errors.ts';
import type { ImageInput } from '../intake/image-input.ts';
import type { MemeDocument } from '../meme/document.ts';
import { layOutFor, paintMeme } from '../meme/paint.ts';
import { loadGlyphs } from '../meme/typeface.ts';

/**
 * The meme as PNG at the picture's own resolution: the pixels that the stage shows at scale 1.
 *
 * @throws OfaError `export-failed` if the browser cannot hold or encode a canvas of that size.
 */
export async function exportPng(image: ImageInput, meme: MemeDocument): Promise<Blob> {
  await loadGlyphs(meme);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new OfaError('export-failed', 'No canvas');
  const laidOut = layOutFor(context, meme, image);
  const { width, height } = laidOut.area;
  canvas.width = width;
  canvas.height = height;
  paintMeme(context, image.source, image, laidOut);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  // Frees the pixels at once: Safari counts canvases that are not yet collected against its limit.
  canvas.width = 0;
  if (blob === null) throw new OfaError('export-failed', `No PNG of ${width} × ${height}`, { width, height });
  return blob;
}
