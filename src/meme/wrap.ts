/**
 * Lines of a text in a given width:
 *  1. the text is parted at its line feeds into paragraphs;
 *  2. each paragraph becomes unbreakable segments (segments.ts);
 *  3. filling lines greedily tells how few lines there can be;
 *  4. of all ways to part the segments into that many lines, the one is taken whose lines are most alike in width
 *     and end where a reader pauses.
 */
import { breakSegment, type MeasureText, type Segment, segmentParagraph } from './segments.ts';

export interface TextLine {
  readonly text: string;
  /** In em, without the white space at its end. */
  readonly width: number;
}

/** What a line end costs, in units of a squared deviation of line width over the width there is. */
const breakCosts = { pause: 0, word: 0.1, inside: 0.3 } as const;

/** Beyond this many segments in a paragraph its lines are filled greedily: balancing grows with the square. */
const balancedSegments = 120;

function lineOf(segments: readonly Segment[]): TextLine {
  const text = segments.map((segment) => segment.text + segment.space).join('');
  const width = segments.reduce((sum, segment) => sum + segment.width + segment.spaceWidth, 0);
  return { text: text.trimEnd(), width: width - (segments.at(-1)?.spaceWidth ?? 0) };
}

/** Numbers of the first segment of every line, filling each line as far as it goes. */
function fillGreedily(segments: readonly Segment[], maxWidth: number): number[] {
  const starts = [0];
  let width = 0;
  segments.forEach((segment, index) => {
    if (index > (starts.at(-1) ?? 0) && width + segment.width > maxWidth) {
      starts.push(index);
      width = 0;
    }
    width += segment.width + segment.spaceWidth;
  });
  return starts;
}

/** The cheapest partition into exactly `count` lines, as the numbers of their first segments. */
function balance(segments: readonly Segment[], maxWidth: number, count: number): number[] {
  const total = lineOf(segments).width;
  const ideal = total / count;
  /** cheapest[k][i]: the cheapest way to part the first i segments into k lines, and where the last one starts. */
  const cheapest: { cost: number; start: number }[][] = [[{ cost: 0, start: 0 }]];
  for (let line = 1; line <= count; line += 1) {
    const row: { cost: number; start: number }[] = [];
    for (let end = line; end <= segments.length; end += 1) {
      let best = { cost: Infinity, start: end - 1 };
      let width = 0;
      for (let start = end - 1; start >= line - 1; start -= 1) {
        const segment = segments[start];
        width += segment.width + (start === end - 1 ? 0 : segment.spaceWidth);
        if (width > maxWidth && start < end - 1) break;
        const before = cheapest[line - 1]?.[start];
        if (before === undefined) continue;
        const deviation = (width - ideal) / maxWidth;
        const lineEnd = end === segments.length ? 0 : breakCosts[segments[end - 1].end];
        const cost = before.cost + deviation * deviation + lineEnd;
        if (cost < best.cost) best = { cost, start };
      }
      row[end] = best;
    }
    cheapest.push(row);
  }
  const starts: number[] = [];
  for (let line = count, end = segments.length; line > 0; line -= 1) {
    end = cheapest[line]?.[end]?.start ?? 0;
    starts.unshift(end);
  }
  return starts;
}

function wrapParagraph(paragraph: string, maxWidth: number, measure: MeasureText): TextLine[] {
  const segments = segmentParagraph(paragraph, measure).flatMap((segment) =>
    segment.width > maxWidth ? breakSegment(segment, maxWidth, measure) : [segment],
  );
  if (segments.length === 0) return [{ text: '', width: 0 }];
  const greedy = fillGreedily(segments, maxWidth);
  const starts =
    greedy.length === 1 || segments.length > balancedSegments
      ? greedy
      : balance(segments, maxWidth, greedy.length);
  return starts.map((start, index) => lineOf(segments.slice(start, starts[index + 1])));
}

/** Paragraphs of a text: a line feed begins a new one, empty ones are kept. */
export function paragraphsOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/u);
}

/** The lines of a text, none wider than `maxWidth` em unless a single grapheme is. No text has no lines. */
export function wrapText(text: string, maxWidth: number, measure: MeasureText): TextLine[] {
  if (text.trim() === '') return [];
  return paragraphsOf(text).flatMap((paragraph) => wrapParagraph(paragraph, maxWidth, measure));
}

/** How many lines the text needs at least if no segment is broken; Infinity if one is too wide. */
export function countLines(text: string, maxWidth: number, measure: MeasureText): number {
  return paragraphsOf(text).reduce((sum, paragraph) => {
    const segments = segmentParagraph(paragraph, measure);
    if (segments.some((segment) => segment.width > maxWidth)) return Infinity;
    return sum + fillGreedily(segments, maxWidth).length;
  }, 0);
}
