/** Parts a line of text into runs that are painted one by one. All lengths in em. */
import { isOwnPiece } from './line-rules.ts';
import { graphemesOf, type MeasureText } from './segments.ts';

/** Characters painted together, at a distance from the line's beginning. */
export interface GlyphRun {
  readonly text: string;
  readonly advance: number;
  readonly width: number;
  /** Lying on its side in a column. */
  readonly isTurned: boolean;
  /** How far it stands off its place in a column, to the right and up. */
  readonly shift: readonly [number, number];
}

const noShift = [0, 0] as const;

/** The line with room between its characters; as one run where there is none, for the face's own kerning. */
export function horizontalRuns(text: string, letterSpacing: number, measure: MeasureText): GlyphRun[] {
  if (text === '') return [];
  if (letterSpacing === 0) {
    return [{ text, advance: 0, width: measure(text), isTurned: false, shift: noShift }];
  }
  let advance = 0;
  return graphemesOf(text).map((grapheme) => {
    const width = measure(grapheme);
    const run = { text: grapheme, advance, width, isTurned: false, shift: noShift };
    advance += width + letterSpacing;
    return run;
  });
}

/** Brackets and dashes follow the column; so does whatever is written in words. */
const turned = /^[「」『』（）《》〈〉【】〔〕〖〗［］｛｝—…‥～〜ー“”‘’()[\]{}]/u;
/** Faces draw these in the lower left of their square; in a column they stand in its upper right. */
const cornered = /^[，。、．]/u;
/** Drawn at the left of their square; in a column they stand in the middle. */
const leftLeaning = /^[！？：；]/u;

function shiftOf(grapheme: string): readonly [number, number] {
  if (cornered.test(grapheme)) return [0.58, 0.58];
  return leftLeaning.test(grapheme) ? [0.26, 0] : noShift;
}

/**
 * The line as a column: Chinese upright, Latin words and brackets on their side (W3C, Requirements for Chinese Text
 * Layout, "Vertical writing mode"), commas and full stops in the upper right corner.
 */
export function verticalRuns(text: string, letterSpacing: number, measure: MeasureText): GlyphRun[] {
  const runs: { text: string; isTurned: boolean; isUpright: boolean }[] = [];
  for (const grapheme of graphemesOf(text)) {
    const isUpright = isOwnPiece(grapheme) && !turned.test(grapheme);
    const previous = runs.at(-1);
    const joins = previous !== undefined && !previous.isUpright && !isUpright && letterSpacing === 0;
    if (joins) previous.text += grapheme;
    else runs.push({ text: grapheme, isTurned: !isUpright, isUpright });
  }
  let advance = 0;
  return runs.map((run) => {
    const width = measure(run.text);
    const placed = {
      text: run.text,
      advance,
      width,
      isTurned: run.isTurned,
      shift: run.isTurned ? noShift : shiftOf(run.text),
    };
    advance += (run.isTurned ? width : 1) + letterSpacing;
    return placed;
  });
}
