import { OfaError } from '../../workers/protocol/errors.ts';
import type { ImageInput } from '../intake/image-input.ts';
import type { MemeDocument } from '../meme/document.ts';
import { layOutFor, paintMeme } from '../meme/paint.ts';
import { loadGlyphs } from '../meme/typeface.ts';
import { exportFrame, type ExportFrame } from './export-frame.ts';
import type { ExportOptions, StillFormat } from './export-options.ts';

interface PaintedMeme {
  readonly canvas: HTMLCanvasElement;
  readonly frame: ExportFrame;
}

/**
 * The meme on a canvas of its own, in the frame that the options ask for; at its own size these are the pixels that the
 * stage shows at scale 1.
 *
 * @param layers `texts` leaves the picture out.
 * @throws OfaError `export-failed` where there is no canvas.
 */
export async function paintForExport(
  image: ImageInput,
  meme: MemeDocument,
  options: ExportOptions,
  layers: 'all' | 'texts',
): Promise<PaintedMeme> {
  await loadGlyphs(meme);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new OfaError('export-failed', 'No canvas');
  const laidOut = layOutFor(context, meme, image);
  const frame = exportFrame(laidOut.area, options);
  canvas.width = frame.size.width;
  canvas.height = frame.size.height;
  const picture = layers === 'all' ? image.source : null;
  paintMeme(context, picture, image, { ...laidOut, area: frame.area }, frame.scale);
  return { canvas, frame };
}

/** JPEG knows no transparency: what is not covered becomes white instead of black. */
function putOnWhite(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
}

/**
 * The meme as a file. It holds pixels alone: nothing that the picture's file says beside them (place, camera, time).
 *
 * @throws OfaError `export-failed` if the browser cannot hold or encode a canvas of that size, or knows no such format.
 */
export async function exportPicture(
  image: ImageInput,
  meme: MemeDocument,
  format: StillFormat,
  options: ExportOptions,
): Promise<Blob> {
  const { canvas } = await paintForExport(image, meme, options, 'all');
  if (format === 'jpeg') putOnWhite(canvas);
  const { width, height } = canvas;
  const type = `image/${format}`;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, options.quality));
  // Frees the pixels at once: Safari counts canvases that are not yet collected against its limit.
  canvas.width = 0;
  // A browser that does not write a format writes PNG instead, as Safari does for WebP.
  if (blob === null || blob.type !== type) {
    throw new OfaError('export-failed', `No ${format} of ${width} × ${height}`, { width, height, format });
  }
  return blob;
}
