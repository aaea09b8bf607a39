/**
 * A text reduced to what makes two captions the same to a reader: full-width and half-width forms, letter case, blanks
 * and punctuation make no difference. A text of nothing else stays as it is.
 */
export function comparableText(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  const bare = folded.replaceAll(/[\s\p{P}\p{Cf}]/gu, '');
  return bare === '' ? folded : bare;
}
