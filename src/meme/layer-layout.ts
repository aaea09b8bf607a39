import type { Size, TextLayer } from './document.ts';
import { fitFontSize, lineRoom, linesHeight } from './fit.ts';
import type { MeasureText } from './segments.ts';
import { wrapText } from './wrap.ts';

/** In pixels of the picture. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PlacedLine {
  readonly text: string;
  /** Middle of the line. */
  readonly x: number;
  /** Alphabetic baseline. */
  readonly y: number;
}

/** A text layer on a picture of a certain size, ready to be painted. Lengths in pixels of the picture. */
export interface LaidOutLayer {
  readonly layer: TextLayer;
  readonly fontSize: number;
  readonly lines: readonly PlacedLine[];
  /** What the text covers, outline included. */
  readonly bounds: Rectangle;
}

/** Limits of font sizes, as fractions of the picture's shorter side. */
export const fontSizes = {
  smallest: 0.03,
  comfortable: 0.085,
  largestAutomatic: 0.16,
  largest: 0.4,
} as const;

/** A Chinese glyph fills its em square, which reaches this far above the baseline. */
const ascent = 0.88;

function fontSizeOf(layer: TextLayer, box: Rectangle, shorterSide: number, measure: MeasureText): number {
  if (layer.fontSize !== 'auto') return layer.fontSize * shorterSide;
  return fitFontSize(
    {
      text: layer.text,
      width: box.width,
      height: box.height,
      lineHeight: layer.style.lineHeight,
      outlineWidth: layer.style.outlineWidth,
      largest: fontSizes.largestAutomatic * shorterSide,
      smallest: fontSizes.smallest * shorterSide,
      comfortable: fontSizes.comfortable * shorterSide,
    },
    measure,
  );
}

const freeShare = { top: 0, middle: 0.5, bottom: 1 } as const;

/** Lays a layer out on a picture of that size. A layer without text has no lines and empty bounds. */
export function layOutLayer(layer: TextLayer, picture: Size, measure: MeasureText): LaidOutLayer {
  const box: Rectangle = {
    x: layer.box.x * picture.width,
    y: layer.box.y * picture.height,
    width: layer.box.width * picture.width,
    height: layer.box.height * picture.height,
  };
  const { lineHeight, outlineWidth } = layer.style;
  const fontSize = fontSizeOf(layer, box, Math.min(picture.width, picture.height), measure);
  const lines = wrapText(layer.text, lineRoom(box.width, fontSize, outlineWidth), measure);
  const height = linesHeight(lines.length, lineHeight, outlineWidth) * fontSize;
  const top = box.y + (box.height - height) * freeShare[layer.verticalAlign];
  const middle = box.x + box.width / 2;
  const widest = Math.max(0, ...lines.map((line) => line.width));
  const width = lines.length === 0 ? 0 : (widest + 2 * outlineWidth) * fontSize;
  return {
    layer,
    fontSize,
    lines: lines.map((line, index) => ({
      text: line.text,
      x: middle,
      y: top + (outlineWidth + ascent + index * lineHeight) * fontSize,
    })),
    bounds: { x: middle - width / 2, y: top, width, height },
  };
}
