/** Longer words, counted in code points, are unknown without being looked at. */
const longestWord = 100;

/**
 * WordPiece: the ids of a word's pieces, each time the longest prefix that the vocabulary has; pieces after the first
 * carry `##`. Undefined for a word that cannot be cut so to its end, or that is too long: it is one unknown token.
 */
export function wordPieceIds(
  word: string,
  pieceId: (piece: string) => number | undefined,
): number[] | undefined {
  const characters = Array.from(word);
  if (characters.length > longestWord) return undefined;
  const ids: number[] = [];
  let start = 0;
  while (start < characters.length) {
    let end = characters.length;
    let id: number | undefined;
    while (end > start) {
      id = pieceId((start > 0 ? '##' : '') + characters.slice(start, end).join(''));
      if (id !== undefined) break;
      end--;
    }
    if (id === undefined) return undefined;
    ids.push(id);
    start = end;
  }
  return ids;
}
