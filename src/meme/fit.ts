import type { MeasureText } from './segments.ts';
import { countLines, paragraphsOf } from './wrap.ts';

/** What an automatic font size is chosen for. All lengths are pixels of the picture but for those in em. */
export interface FitRequest {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  /** Distance of two baselines and how far outline and ground reach out of the glyphs, in em. */
  readonly lineHeight: number;
  readonly reach: number;
  /** No larger than this, and no smaller: a text that is too long then leaves the box. */
  readonly largest: number;
  readonly smallest: number;
  /** One line more is worth it only where the text would else be smaller than this. */
  readonly comfortable: number;
}

/** Line counts that are tried; a text that needs more is set at the smallest size. */
const mostLines = 8;

/** Height of so many lines in em. */
export function linesHeight(count: number, lineHeight: number, reach: number): number {
  return count === 0 ? 0 : (count - 1) * lineHeight + 1 + 2 * reach;
}

/** The room for a line in em: what surrounds the glyphs reaches out on both sides. */
export function lineRoom(width: number, fontSize: number, reach: number): number {
  return width / fontSize - 2 * reach;
}

function largestFor(request: FitRequest, lines: number, measure: MeasureText): number {
  const { text, width, height, lineHeight, reach, largest, smallest } = request;
  const fits = (fontSize: number): boolean =>
    countLines(text, lineRoom(width, fontSize, reach), measure) <= lines;
  let high = Math.min(largest, height / linesHeight(lines, lineHeight, reach));
  if (fits(high)) return high;
  let low = smallest;
  if (low >= high || !fits(low)) return 0;
  while (high - low > 0.01 * low) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The font size in pixels at which the text fits its box: with as few lines as stay comfortable to read, else the
 * largest there is.
 */
export function fitFontSize(request: FitRequest, measure: MeasureText): number {
  let best = 0;
  const fewest = paragraphsOf(request.text).length;
  for (let lines = fewest; lines < fewest + mostLines; lines += 1) {
    const fontSize = largestFor(request, lines, measure);
    best = Math.max(best, fontSize);
    if (fontSize >= request.comfortable) break;
  }
  return Math.max(best, request.smallest);
}
