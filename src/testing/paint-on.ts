import type { MemeDocument } from '../meme/document.ts';
import type { LaidOutMeme } from '../meme/meme-layout.ts';
import { layOutFor, paintMeme } from '../meme/paint.ts';

/** The colour of the picture that memes are painted on. */
export const green = [0, 128, 0] as const;

export interface Painted extends Pick<LaidOutMeme, 'layers' | 'strips' | 'area'> {
  readonly pixels: ImageData;
}

/** Paints on a plain green picture, at a scale as the stage does; strips beside it included. */
export function paintOn(width: number, height: number, meme: MemeDocument, scale = 1): Painted {
  const picture = new OffscreenCanvas(8, 8);
  const pictureContext = picture.getContext('2d') as OffscreenCanvasRenderingContext2D;
  pictureContext.fillStyle = `rgb(${green.join(' ')})`;
  pictureContext.fillRect(0, 0, 8, 8);
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const laidOut = layOutFor(context, meme, { width, height });
  canvas.width = Math.round(laidOut.area.width * scale);
  canvas.height = Math.round(laidOut.area.height * scale);
  paintMeme(context, picture, { width, height }, laidOut, { x: scale, y: scale });
  return { ...laidOut, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
}

/** How many pixels have that colour, and the rectangle around them. */
export function find({ pixels }: Pick<Painted, 'pixels'>, [r, g, b]: readonly [number, number, number]) {
  const { data, width } = pixels;
  let count = 0;
  const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
  for (let index = 0; index < data.length; index += 4) {
    if (data[index] !== r || data[index + 1] !== g || data[index + 2] !== b) continue;
    const x = (index / 4) % width;
    const y = Math.floor(index / 4 / width);
    count += 1;
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return { count, ...box };
}
