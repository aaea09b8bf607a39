/**
 * Forbids every token that would make an n-gram of `tokens` (a row from bos) occur again: sets it to minus infinity in
 * `row`. With `size` 1 that is every token already there; 0 does nothing (reference/README.md, section 5, Each step, 5).
 */
export function blockRepeatedNgrams(row: Float32Array, tokens: readonly number[], size: number): void {
  if (size === 0) return;
  const context = size - 1;
  const lastStart = tokens.length - context;
  for (let start = 0; start < lastStart; start++) {
    if (sameTokens(tokens, start, lastStart, context)) row[tokens[start + context]] = -Infinity;
  }
}

function sameTokens(tokens: readonly number[], first: number, second: number, length: number): boolean {
  for (let offset = 0; offset < length; offset++) {
    if (tokens[first + offset] !== tokens[second + offset]) return false;
  }
  return true;
}
