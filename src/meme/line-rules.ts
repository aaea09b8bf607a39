/**
 * What may stand where on a line of Chinese text (W3C, Requirements for Chinese Text Layout, "Prohibition rules
 * for line start and line end"), and which characters stay together as a word.
 */
const neverAtLineStart = new Set(
  '、。，．！？；：…‥·・」』）】》〉〕〗〙〛｝］’”ーゝゞ々～〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?;:)]}%％‰℃°',
);
const neverAtLineEnd = new Set('「『（【《〈〔〖〘〚｛［‘“([{');
/** Particles lean on the word before them. */
const particles = new Set('的地得了着过们吗呢吧啊呀哦嘛么');
const neverParted = new Set('—…‥');
const pauses = new Set('、。，．！？；：…—,.!?;:～~」』）】》”’');
const standsAlone =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Extended_Pictographic}\p{Regional_Indicator}\u2010-\u203b\u3000-\u303f\uff00-\uffef]/u;

const first = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0);
const last = (text: string): string => Array.from(text).at(-1) ?? '';

/** True if no line may break between the two pieces when no space parts them. */
export function staysWith(before: string, after: string): boolean {
  return (
    neverAtLineStart.has(first(after)) ||
    particles.has(after) ||
    neverAtLineEnd.has(last(before)) ||
    (neverParted.has(last(before)) && last(before) === first(after))
  );
}

/** True for a grapheme that may not begin a line, whatever stands before it. */
export function isNeverAtLineStart(grapheme: string): boolean {
  return neverAtLineStart.has(first(grapheme));
}

/** True for text after which a reader pauses: the best place for a line to end. */
export function endsInPause(text: string): boolean {
  return pauses.has(last(text));
}

/** True for a grapheme of a script that is written without spaces, and for emoji: each is a piece of its own. */
export function isOwnPiece(grapheme: string): boolean {
  return standsAlone.test(grapheme);
}
