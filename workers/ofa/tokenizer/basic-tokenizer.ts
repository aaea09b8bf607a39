/**
 * BERT's basic tokenizer for Chinese (reference/README.md, section 6, order of operations): text to words, which
 * `word-piece.ts` then cuts into pieces.
 *
 * The Unicode classes are those of the JavaScript engine. The reference ran with Unicode 14: a character that a later
 * version assigned is dropped there as unassigned and kept here, where it makes an unknown word.
 */

/** NUL, U+FFFD, and category C (control, format, surrogate, private use, unassigned), but not tab, LF and CR. */
const dropped = /(?![\t\n\r])[\p{C}\uFFFD]/gu;
const blank = /[\t\n\r\p{Zs}]/gu;
/** What still separates words after `blank` and `dropped`: the space, and the line and paragraph separators. */
const separators = /[ \u2028\u2029]+/u;
/** CJK ideographs: unified, compatibility, extensions A to E. Neither kana nor Hangul. */
const ideograph =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;
/** Every ASCII sign that is neither letter, digit, blank nor control, and category P. */
const punctuation = /([!-/:-@[-`{-~\p{P}])/u;
const accents = /\p{Mn}/gu;

/**
 * The words of a text, lower-cased and without accents; every ideograph and every punctuation mark is a word.
 * Words for which `isSpecial` holds are left as they are.
 */
export function splitWords(text: string, isSpecial: (word: string) => boolean): string[] {
  return text
    .replace(dropped, '')
    .replace(blank, ' ')
    .replace(ideograph, ' $& ')
    .normalize('NFC')
    .split(separators)
    .flatMap((word) => (isSpecial(word) ? [word] : splitPunctuation(withoutAccents(word.toLowerCase()))))
    .filter((word) => word !== '');
}

function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(accents, '');
}

function splitPunctuation(word: string): string[] {
  return word.split(punctuation);
}
