/** From tokens to text that reads well (reference/README.md, section 5, Decoding). */

/** Marks and contractions that lose the blank before them, in the order in which they are replaced. */
const cleanUps = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;

/** Blanks next to a character that is neither ASCII letter, digit nor one of `.,:!?`. */
const chineseBlanks = /(?<=[^ a-zA-Z0-9.,:!?]) +| +(?=[^ a-zA-Z0-9.,:!?])/gu;

/** Joins word pieces by blanks; a piece with `##` continues the one before it. */
export function joinPieces(pieces: readonly string[]): string {
  return pieces.join(' ').replaceAll(' ##', '').trim();
}

/** Takes away the blanks that splitting at punctuation brought in: `ok . it ' s` becomes `ok. it's`. */
export function cleanUpBlanks(text: string): string {
  return cleanUps.reduce((cleaned, [from, to]) => cleaned.replaceAll(from, to), text);
}

/** Removes the blanks around Chinese (and any other character outside ASCII's words): `a 你 好` becomes `a你好`. */
export function detokenizeChinese(text: string): string {
  return text.replace(chineseBlanks, '');
}
