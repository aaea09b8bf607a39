import type { ImageInput } from '../intake/image-input.ts';
import type { MemeDocument } from '../meme/document.ts';
import { layOutFor, paintMeme } from '../meme/paint.ts';
import { loadGlyphs } from '../meme/typeface.ts';

/** Longest side in pixels. */
const side = 240;

/** A small picture of the meme. @throws Error where the browser gives no canvas for it. */
export async function memeThumbnail(image: ImageInput, meme: MemeDocument): Promise<Blob> {
  await loadGlyphs(meme);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas for a thumbnail');
  const laidOut = layOutFor(context, meme, image);
  const { width, height } = laidOut.area;
  const scale = Math.min(1, side / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  paintMeme(context, image.preview, image, laidOut, { x: canvas.width / width, y: canvas.height / height });
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('No thumbnail')) : resolve(blob)),
      'image/jpeg',
      0.8,
    );
  });
}
