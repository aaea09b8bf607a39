import { endsInPause, isNeverAtLineStart, isOwnPiece, staysWith } from './line-rules.ts';

/** Width of a run of text in em. */
export type MeasureText = (text: string) => number;

/** A run that no line break parts unless it is wider than a line: a word with the punctuation that clings to it. */
export interface Segment {
  readonly text: string;
  /** White space behind it, which vanishes at the end of a line. */
  readonly space: string;
  /** In em. */
  readonly width: number;
  readonly spaceWidth: number;
  /** How little a line break behind it disturbs: after a pause, between two words, or within a word. */
  readonly end: 'pause' | 'word' | 'inside';
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** What a reader sees as single characters: an emoji of several code points is one. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

interface Piece {
  text: string;
  space: string;
}

/** A dictionary's words for Chinese, graphemes apart for what it does not know, single emoji. */
function wordsOf(paragraph: string): string[] {
  return Array.from(words.segment(paragraph), ({ segment, isWordLike }) =>
    isWordLike === true ? [segment] : graphemesOf(segment),
  ).flat();
}

/** Words of Chinese, whole runs of Latin (`don't`, `5.0`, `a.png`), each with the space behind it. */
function piecesOf(paragraph: string): Piece[] {
  const pieces: Piece[] = [];
  for (const word of wordsOf(paragraph)) {
    const previous = pieces.at(-1);
    if (/^\s/u.test(word)) {
      if (previous !== undefined) previous.space += word;
      continue;
    }
    const continuesRun =
      previous !== undefined &&
      previous.space === '' &&
      !isOwnPiece(word) &&
      !isOwnPiece(last(previous.text));
    if (continuesRun) previous.text += word;
    else pieces.push({ text: word, space: '' });
  }
  return pieces;
}

function last(text: string): string {
  return graphemesOf(text).at(-1) ?? '';
}

/** Joins pieces that the line rules forbid to part. */
function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const previous = joined.at(-1);
    const keep = previous !== undefined && previous.space === '' && staysWith(previous.text, piece.text);
    if (keep) {
      previous.text += piece.text;
      previous.space = piece.space;
    } else {
      joined.push({ ...piece });
    }
  }
  return joined;
}

/** The unbreakable runs of one paragraph (text without line feeds), in order. Leading white space is dropped. */
export function segmentParagraph(paragraph: string, measure: MeasureText): Segment[] {
  return joinPieces(piecesOf(paragraph)).map(({ text, space }) => ({
    text,
    space,
    width: measure(text),
    spaceWidth: space === '' ? 0 : measure(space),
    end: endsInPause(text) ? 'pause' : 'word',
  }));
}

/**
 * A segment that is wider than a line, in parts that are not (one grapheme at least each). Punctuation at the
 * head of a part takes the character before it along where one is left.
 */
export function breakSegment(segment: Segment, maxWidth: number, measure: MeasureText): Segment[] {
  const parts: string[][] = [[]];
  for (const grapheme of graphemesOf(segment.text)) {
    const part = parts.at(-1) ?? [];
    if (part.length === 0 || measure(part.join('') + grapheme) <= maxWidth) {
      part.push(grapheme);
      continue;
    }
    const carried = isNeverAtLineStart(grapheme) && part.length > 1 ? part.splice(-1) : [];
    parts.push([...carried, grapheme]);
  }
  return parts.map((part, index) => {
    const text = part.join('');
    const isLast = index === parts.length - 1;
    return {
      text,
      space: isLast ? segment.space : '',
      width: measure(text),
      spaceWidth: isLast ? segment.spaceWidth : 0,
      end: isLast ? segment.end : 'inside',
    };
  });
}
