import { type RefObject, useEffect, useState } from 'react';
import type { ImageInput } from '../intake/image-input.ts';
import type { MemeDocument } from '../meme/document.ts';
import type { LaidOutLayer } from '../meme/layer-layout.ts';
import { paintMeme } from '../meme/paint.ts';
import { areGlyphsLoaded, createTextMeasurer, loadGlyphs } from '../meme/typeface.ts';
import type { StageSize } from './stage-size.ts';

/** Longest wait for glyphs in milliseconds before a text is shown in the system's face meanwhile. */
const patience = 1000;

function paint(
  canvas: HTMLCanvasElement,
  image: ImageInput,
  meme: MemeDocument,
  size: StageSize,
): LaidOutLayer[] {
  if (canvas.width !== size.width || canvas.height !== size.height) {
    canvas.width = size.width;
    canvas.height = size.height;
  }
  const context = canvas.getContext('2d');
  if (context === null) return [];
  context.setTransform(size.width / image.width, 0, 0, size.height / image.height, 0, 0);
  context.clearRect(0, 0, image.width, image.height);
  return paintMeme(context, image.preview, image, meme, createTextMeasurer(context));
}

/**
 * Paints the meme on the canvas whenever it or the canvas's size changes, each text once its glyphs are there.
 *
 * @returns The layers as painted last.
 */
export function usePaintedStage(
  canvas: RefObject<HTMLCanvasElement | null>,
  image: ImageInput,
  meme: MemeDocument,
  size: StageSize | null,
): readonly LaidOutLayer[] {
  const [layers, setLayers] = useState<readonly LaidOutLayer[]>([]);
  useEffect(() => {
    const target = canvas.current;
    if (target === null || size === null || size.width === 0) return undefined;
    const show = (): void => setLayers(paint(target, image, meme, size));
    const text = meme.layers.map((layer) => layer.text).join('');
    if (areGlyphsLoaded(text)) {
      show();
      return undefined;
    }
    let isCurrent = true;
    const showIfCurrent = (): void => {
      if (isCurrent) show();
    };
    const impatience = setTimeout(showIfCurrent, patience);
    const showWhenLoaded = async (): Promise<void> => {
      await loadGlyphs(text);
      clearTimeout(impatience);
      showIfCurrent();
    };
    void showWhenLoaded();
    return () => {
      isCurrent = false;
      clearTimeout(impatience);
    };
  }, [canvas, image, meme, size]);
  return layers;
}
