import type { Size } from '../meme/document.ts';
import type { Rectangle } from '../meme/geometry.ts';
import { type ExportOptions, longestSideOf } from './export-options.ts';

/** Which part of a meme is exported, and how large. */
export interface ExportFrame {
  /** In pixels of the picture; may reach beyond the meme, where nothing is painted. */
  readonly area: Rectangle;
  /** Of the file, in whole pixels. */
  readonly size: Size;
  /** Pixels of the file for a pixel of the picture. */
  readonly scale: { readonly x: number; readonly y: number };
}

/** The square of a side about the middle of a rectangle, on whole pixels of the picture. */
function squareAbout({ x, y, width, height }: Rectangle, side: number): Rectangle {
  return {
    x: x + Math.round((width - side) / 2),
    y: y + Math.round((height - side) / 2),
    width: side,
    height: side,
  };
}

function shaped(meme: Rectangle, shape: ExportOptions['shape']): Rectangle {
  if (shape === 'whole') return meme;
  const side = shape === 'cut' ? Math.min(meme.width, meme.height) : Math.max(meme.width, meme.height);
  return squareAbout(meme, side);
}

/**
 * The frame that the options ask for.
 *
 * @param meme The whole meme, strips included, in pixels of the picture.
 */
export function exportFrame(meme: Rectangle, options: ExportOptions): ExportFrame {
  const area = shaped(meme, options.shape);
  const longest = longestSideOf(options) ?? Math.max(area.width, area.height);
  const factor = longest / Math.max(area.width, area.height);
  const size = {
    width: Math.max(1, Math.round(area.width * factor)),
    height: Math.max(1, Math.round(area.height * factor)),
  };
  return { area, size, scale: { x: size.width / area.width, y: size.height / area.height } };
}
