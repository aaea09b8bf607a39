import type { GenerationSettings } from '../../protocol/generation.ts';
import type { FinishedHypothesis } from './finished-pool.ts';
import type { DecodeStep } from './generation-request.ts';
import { hypothesisScore } from './hypothesis-score.ts';
import { scoreTokens, type ScoredRow, type TokenRules } from './token-scores.ts';
import type { Candidate } from './top-candidates.ts';

/** A text in the making: one row of the decoder's batch. */
export interface GenerationRow {
  /** From bos. */
  readonly tokens: readonly number[];
  /** Sums of log-probabilities up to each token after bos. */
  readonly sums: readonly number[];
  /** The row of the step before that this one continues. */
  readonly parent: number;
}

/** A hypothesis while generation goes on. */
interface ProgressHypothesis {
  /** Without the leading bos; with the final eos once finished. */
  readonly tokens: readonly number[];
  /** Normalised by the length so far. */
  readonly score: number;
  readonly finished: boolean;
}

export interface GenerationProgress {
  /** Steps done, from 1. */
  readonly step: number;
  /** Steps there can be at most. */
  readonly maxSteps: number;
  /** Finished and live hypotheses, best first. */
  readonly hypotheses: readonly ProgressHypothesis[];
}

/** The row that every generation starts from. */
export function firstRow(bosId: number): GenerationRow {
  return { tokens: [bosId], sums: [], parent: 0 };
}

/**
 * Runs the decoder on the last token of every row and scores what may follow (`scoreTokens`). All rows have `step` + 1
 * tokens.
 *
 * @returns for each row its log-probabilities, minus infinity or NaN where a token may not follow
 */
export async function scoredStep(
  signal: AbortSignal,
  decode: DecodeStep,
  rows: readonly GenerationRow[],
  step: number,
  rules: TokenRules,
): Promise<readonly ScoredRow[]> {
  const logits = await decode(
    signal,
    Int32Array.from(rows, (row) => row.tokens[step]),
    Int32Array.from(rows, (row) => row.parent),
  );
  const width = logits.length / rows.length;
  const scored = rows.map(({ tokens }, row) => ({
    tokens,
    values: logits.subarray(row * width, (row + 1) * width),
  }));
  scoreTokens(scored, step, rules);
  return scored;
}

/** `row`, continued by a candidate of it. */
export function extendRow(row: GenerationRow, candidate: Candidate): GenerationRow {
  return {
    tokens: [...row.tokens, candidate.token],
    sums: [...row.sums, candidate.score],
    parent: candidate.row,
  };
}

/** The hypothesis that `row` becomes when eos, the candidate, ends it. */
export function finishRow(
  row: GenerationRow,
  candidate: Candidate,
  settings: GenerationSettings,
): FinishedHypothesis {
  const { tokens, sums } = extendRow(row, candidate);
  return {
    tokens: tokens.slice(1),
    score: hypothesisScore(candidate.score, sums.length, settings),
    positionalScores: sums.map((sum, index) => (index === 0 ? sum : Math.fround(sum - sums[index - 1]))),
  };
}

/** Finished and live hypotheses together, best first; of equal ones the finished, then in the order given. */
export function progressHypotheses(
  finished: readonly FinishedHypothesis[],
  live: readonly GenerationRow[],
  settings: GenerationSettings,
): readonly ProgressHypothesis[] {
  const ended = finished.map(({ tokens, score }) => ({ tokens, score, finished: true }));
  const growing = live.map(({ tokens, sums }) => ({
    tokens: tokens.slice(1),
    score: hypothesisScore(sums.at(-1) ?? 0, sums.length, settings),
    finished: false,
  }));
  return [...ended, ...growing].toSorted((first, second) => second.score - first.score);
}
