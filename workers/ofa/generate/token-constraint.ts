import type { TokenTrie } from './token-trie.ts';

/**
 * Sets what a row may not continue with to minus infinity. `row` holds one value per token of the vocabulary (logits or
 * log-probabilities), `tokens` the row's tokens from bos.
 */
export type TokenConstraint = (row: Float32Array, tokens: readonly number[]) => void;

/** The ids below this one are never forbidden by a range: bos, pad, eos and unk. */
const firstRangedToken = 4;

/** Forbids ids 4 … `start` - 1 and `end` … (reference/README.md, section 5, Each step, 1). */
export function rangeConstraint(start: number, end: number): TokenConstraint {
  return (row) => {
    row.fill(-Infinity, firstRangedToken, Math.max(start, firstRangedToken));
    row.fill(-Infinity, end);
  };
}

/**
 * Allows only what continues an answer of the trie. The first `prefixLength` tokens after bos are not looked at, and
 * rows that are not longer than the prefix may continue with anything.
 */
export function trieConstraint(trie: TokenTrie, prefixLength: number): TokenConstraint {
  return (row, tokens) => {
    if (tokens.length <= prefixLength) return;
    const followers = trie.next([...tokens.slice(0, 1), ...tokens.slice(prefixLength + 1)]);
    // Image codes and bins may be cut from the graph: a follower beyond the row has no value and stays forbidden.
    const allowed = followers
      .filter((token) => token < row.length)
      .map((token) => [token, row[token]] as const);
    row.fill(-Infinity);
    for (const [token, value] of allowed) row[token] = value;
  };
}
