import { describe, expect, it } from 'vitest';
import { logSoftmaxInPlace } from './log-softmax.ts';
import { blockRepeatedNgrams } from './ngram-blocking.ts';
import { rangeConstraint, trieConstraint } from './token-constraint.ts';
import { TokenTrie } from './token-trie.ts';
import { TopCandidates } from './top-candidates.ts';

/** The tokens of a row of 12 that a rule leaves. */
function left(rule: (row: Float32Array) => void): number[] {
  const row = new Float32Array(12);
  rule(row);
  return [...row.keys()].filter((token) => row[token] === 0);
}

describe('logSoftmaxInPlace', () => {
  it('gives log-probabilities, however large the logits', () => {
    const row = new Float32Array([1000, 1001, -Infinity]);
    logSoftmaxInPlace(row);
    expect(row[0]).toBeCloseTo(-1.3132617, 6);
    expect(row[1]).toBeCloseTo(-0.3132617, 6);
    expect(row[2]).toBe(-Infinity);
  });

  it('gives NaN, which no candidate is made of, where nothing is possible', () => {
    const row = new Float32Array([-Infinity, -Infinity]);
    logSoftmaxInPlace(row);
    expect([...row]).toEqual([NaN, NaN]);
    const best = new TopCandidates(2);
    best.offerRow(0, row, 0);
    expect(best.list()).toEqual([]);
  });
});

describe('rangeConstraint', () => {
  it('leaves the range and the special tokens', () => {
    expect(left((row) => rangeConstraint(6, 9)(row, [0]))).toEqual([0, 1, 2, 3, 6, 7, 8]);
  });
});

describe('trieConstraint', () => {
  const trie = new TokenTrie([[0, 5, 6, 2], [0, 5, 7, 2], [0, 20, 2]], 2); // prettier-ignore

  it('leaves what continues an answer, as far as the row reaches', () => {
    expect(left((row) => trieConstraint(trie, 0)(row, [0]))).toEqual([5]);
    expect(left((row) => trieConstraint(trie, 0)(row, [0, 5]))).toEqual([6, 7]);
  });

  it('lets a row that has left the answers only end', () => {
    expect(left((row) => trieConstraint(trie, 0)(row, [0, 8, 9]))).toEqual([2]);
  });

  it('begins after the prefix', () => {
    expect(left((row) => trieConstraint(trie, 2)(row, [0, 8]))).toHaveLength(12);
    expect(left((row) => trieConstraint(trie, 2)(row, [0, 8, 9]))).toEqual([5]);
    expect(left((row) => trieConstraint(trie, 2)(row, [0, 8, 9, 5]))).toEqual([6, 7]);
  });
});

function blocked(tokens: readonly number[], size: number): number[] {
  const kept = left((row) => blockRepeatedNgrams(row, tokens, size));
  return Array.from({ length: 12 }, (_, token) => token).filter((token) => !kept.includes(token));
}

describe('blockRepeatedNgrams', () => {
  it('forbids every continuation that the last tokens had before', () => {
    expect(blocked([0, 5, 6, 7, 5, 6, 8, 5, 6], 3)).toEqual([7, 8]);
    expect(blocked([0, 5, 6, 5], 2)).toEqual([6]);
  });

  it('counts the leading bos, and overlapping n-grams', () => {
    expect(blocked([0, 5, 0], 2)).toEqual([5]);
    expect(blocked([0, 5, 5, 5], 3)).toEqual([5]);
  });

  it('forbids every token there is for size 1, and nothing for 0 or for rows that are too short', () => {
    expect(blocked([0, 5, 6], 1)).toEqual([0, 5, 6]);
    expect(blocked([0, 5, 6], 0)).toEqual([]);
    expect(blocked([0], 3)).toEqual([]);
    expect(blocked([0, 0], 4)).toEqual([]);
  });
});

describe('TopCandidates', () => {
  it('keeps the best over all rows, equal ones in order of row and token', () => {
    const best = new TopCandidates(4);
    best.offerRow(0, new Float32Array([-1, -2, -1, -5]), -1);
    best.offerRow(1, new Float32Array([-1.5, -2.5, -Infinity, -3]), -0.5);
    expect(best.list()).toEqual([
      { row: 0, token: 0, score: -2 },
      { row: 0, token: 2, score: -2 },
      { row: 1, token: 0, score: -2 },
      { row: 0, token: 1, score: -3 },
    ]);
  });

  it('holds fewer if fewer are possible', () => {
    const best = new TopCandidates(3);
    best.offerRow(0, new Float32Array([-Infinity, -2]), 0);
    expect(best.list()).toEqual([{ row: 0, token: 1, score: -2 }]);
  });
});
