import { type RefObject, useEffect, useRef } from 'react';
import type { ImageInput } from '../intake/image-input.ts';
import type { LaidOutMeme } from '../meme/meme-layout.ts';
import { paintMeme } from '../meme/paint.ts';
import type { StageSize } from './stage-size.ts';

/** The picture at the stage's own resolution: resampling a large one for every frame of a drag would be too slow. */
interface Backdrop {
  readonly of: HTMLCanvasElement;
  readonly canvas: HTMLCanvasElement;
}

function backdropOf(preview: HTMLCanvasElement, width: number, height: number): HTMLCanvasElement {
  if (preview.width <= width) return preview;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return preview;
  context.imageSmoothingQuality = 'high';
  context.drawImage(preview, 0, 0, width, height);
  return canvas;
}

/** Only where it differs: setting it clears the canvas and all of its state. */
function setResolution(canvas: HTMLCanvasElement, { width, height }: StageSize): void {
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}

/**
 * Paints the meme on the canvas whenever it or the canvas's size changes.
 *
 * @param isPlaying The picture moves below the canvas: only what goes over it is painted.
 */
export function usePaintedStage(
  canvas: RefObject<HTMLCanvasElement | null>,
  image: ImageInput,
  meme: LaidOutMeme | null,
  size: StageSize | null,
  isPlaying: boolean,
): void {
  const backdrop = useRef<Backdrop | null>(null);
  useEffect(() => {
    const target = canvas.current;
    if (target === null || meme === null || size === null || size.width === 0) return;
    setResolution(target, size);
    const context = target.getContext('2d');
    if (context === null) return;
    const scale = { x: size.width / meme.area.width, y: size.height / meme.area.height };
    const { preview } = image;
    // A picture of thousands of columns and one row is less than a pixel high here; no canvas without pixels can be drawn.
    const height = Math.max(1, Math.round(image.height * scale.y));
    const kept = backdrop.current;
    if (kept?.of !== preview || kept.canvas.width !== size.width || kept.canvas.height !== height) {
      backdrop.current = { of: preview, canvas: backdropOf(preview, size.width, height) };
    }
    context.clearRect(0, 0, size.width, size.height);
    paintMeme(context, isPlaying ? null : (backdrop.current?.canvas ?? preview), image, meme, scale);
  }, [canvas, image, meme, size, isPlaying]);
}
