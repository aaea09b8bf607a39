import type { Ground, Size, TextLayer } from './document.ts';
import { fitFontSize, lineRoom, linesHeight } from './fit.ts';
import { centreOf, type Point, type Rectangle, turnedBounds } from './geometry.ts';
import { horizontalRuns, verticalRuns } from './glyph-runs.ts';
import type { MeasureText } from './segments.ts';
import type { Measurer } from './typeface.ts';
import { wrapText } from './wrap.ts';

/** Characters painted together, in pixels of the picture before the layer is turned. */
interface PlacedRun {
  readonly text: string;
  /** Where the alphabetic baseline begins. */
  readonly origin: Point;
  /** Painted a quarter turn clockwise about the origin. */
  readonly isTurned: boolean;
}

interface PlacedLine {
  readonly text: string;
  readonly runs: readonly PlacedRun[];
}

/** A text layer on a picture of a certain size, ready to be painted. Lengths in pixels of the picture. */
export interface LaidOutLayer {
  readonly layer: TextLayer;
  readonly fontSize: number;
  readonly lines: readonly PlacedLine[];
  /** The room that the text was laid out in. */
  readonly frame: Rectangle;
  /** What the text covers, outline and bubble included, before it is turned about the frame's middle. */
  readonly bounds: Rectangle;
  /** The upright rectangle around what the turned text covers. */
  readonly covers: Rectangle;
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
/** Middle of capital letters above the baseline. */
const latinMiddle = 0.36;
const freeShare = { top: 0, middle: 0.5, bottom: 1, start: 0, center: 0.5, end: 1 } as const;

/** Room that a ground keeps around its text, in em. */
export function groundPadding(ground: Ground): number {
  return { none: 0, strip: 0.34, bubble: 0.5 }[ground.kind];
}

/** How far anything reaches out of the glyphs, in em. */
function reachOf({ style }: TextLayer): number {
  return (style.ground.kind === 'bubble' ? 0 : style.outlineWidth) + groundPadding(style.ground);
}

function spaced(measure: MeasureText, letterSpacing: number): MeasureText {
  if (letterSpacing === 0) return measure;
  return (text) => measure(text) + letterSpacing * Array.from(text).length;
}

/** The font size in pixels of a layer whose lines run over `along` and stack over `across` pixels. */
function fontSizeOf(
  layer: TextLayer,
  along: number,
  across: number,
  shorterSide: number,
  measure: MeasureText,
): number {
  if (layer.fontSize !== 'auto') return layer.fontSize * shorterSide;
  return fitFontSize(
    {
      text: layer.text,
      width: along,
      height: across,
      lineHeight: layer.style.lineHeight,
      reach: reachOf(layer),
      largest: fontSizes.largestAutomatic * shorterSide,
      smallest: fontSizes.smallest * shorterSide,
      comfortable: fontSizes.comfortable * shorterSide,
    },
    measure,
  );
}

/** The rectangle that the layer's box stands for on a picture of that size. */
function frameOf({ box }: TextLayer, picture: Size): Rectangle {
  return {
    x: box.x * picture.width,
    y: box.y * picture.height,
    width: box.width * picture.width,
    height: box.height * picture.height,
  };
}

/**
 * Lays a layer out in a frame on a picture of that size (by default where its box is). A layer without text has no
 * lines and empty bounds.
 */
export function layOutLayer(
  layer: TextLayer,
  picture: Size,
  measurer: Measurer,
  frame: Rectangle = frameOf(layer, picture),
): LaidOutLayer {
  const { lineHeight, letterSpacing, face } = layer.style;
  const { isVertical } = layer;
  const measure = measurer(face);
  const withSpacing = spaced(measure, letterSpacing);
  const reach = reachOf(layer);
  const [along, across] = isVertical ? [frame.height, frame.width] : [frame.width, frame.height];
  const shorterSide = Math.min(picture.width, picture.height);
  const fontSize = fontSizeOf(layer, along, across, shorterSide, withSpacing);
  const wrapped = wrapText(layer.text, lineRoom(along, fontSize, reach), withSpacing);

  // In em from here: lines run along, and are stacked across.
  const lengths = wrapped.map(({ width }) => Math.max(0, width - letterSpacing));
  const length = Math.max(0, ...lengths) + (wrapped.length === 0 ? 0 : 2 * reach);
  const depth = linesHeight(wrapped.length, lineHeight, reach);
  const [width, height] = isVertical ? [depth, length] : [length, depth];
  const bounds = {
    x: frame.x + (frame.width - width * fontSize) * freeShare[isVertical ? 'center' : layer.align],
    y: frame.y + (frame.height - height * fontSize) * freeShare[layer.verticalAlign],
    width: width * fontSize,
    height: height * fontSize,
  };
  const at = (x: number, y: number): Point => ({ x: bounds.x + x * fontSize, y: bounds.y + y * fontSize });
  const lines = wrapped.map(({ text }, index): PlacedLine => {
    const start = reach + (length - 2 * reach - lengths[index]) * freeShare[layer.align];
    const stack = reach + index * lineHeight;
    const runs = isVertical
      ? verticalRuns(text, letterSpacing, measure).map((run) => {
          // Columns go from right to left; half a square from the column's middle to its edge.
          const middle = width - stack - 0.5;
          const origin = run.isTurned
            ? at(middle - latinMiddle, start + run.advance)
            : at(middle - run.width / 2 + run.shift[0], start + run.advance + ascent - run.shift[1]);
          return { text: run.text, origin, isTurned: run.isTurned };
        })
      : horizontalRuns(text, letterSpacing, measure).map((run) => ({
          text: run.text,
          origin: at(start + run.advance, stack + ascent),
          isTurned: false,
        }));
    return { text, runs };
  });
  return {
    layer,
    fontSize,
    lines,
    frame,
    bounds,
    covers: turnedBounds(bounds, centreOf(frame), layer.rotation),
  };
}
