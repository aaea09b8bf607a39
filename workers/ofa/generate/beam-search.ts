import { OfaError } from '../../protocol/errors.ts';
import type { GenerationSettings } from '../../protocol/generation.ts';
import { FinishedPool, type FinishedHypothesis } from './finished-pool.ts';
import { hypothesisScore } from './hypothesis-score.ts';
import { maxCaptionLength } from './max-length.ts';
import type { SpecialTokens } from './special-tokens.ts';
import { rangeConstraint, trieConstraint } from './token-constraint.ts';
import { scoreTokens, type TokenRules } from './token-scores.ts';
import type { TokenTrie } from './token-trie.ts';
import { TopCandidates, type Candidate } from './top-candidates.ts';

/**
 * One decoder step. Row r of this step continues row `beamIndices[r]` of the step before with token `tokens[r]`; the
 * first step has one row, bos. Resolves to the logits [rows, V], row-major, which the search overwrites.
 */
export type DecodeStep = (
  signal: AbortSignal,
  tokens: Int32Array,
  beamIndices: Int32Array,
) => Promise<Float32Array>;

export interface BeamSearchRequest {
  readonly settings: GenerationSettings;
  readonly specialTokens: SpecialTokens;
  /** `[bos, …, eos]`; the caption's longest length may depend on its length. */
  readonly promptTokens: readonly number[];
  /** Tokens of the tokenizer. The logits may be narrower: tokens beyond them do not occur. */
  readonly vocabularySize: number;
  /** Tokens that every caption must start with; none of them is pad or eos. */
  readonly prefixTokens: readonly number[];
  /** The answers that generation is restricted to, or null. */
  readonly answers: TokenTrie | null;
}

/** A hypothesis while the search goes on. */
interface SearchHypothesis {
  /** Without the leading bos; with the final eos once finished. */
  readonly tokens: readonly number[];
  /** Normalised by the length so far. */
  readonly score: number;
  readonly finished: boolean;
}

export interface SearchProgress {
  /** Steps done, from 1. */
  readonly step: number;
  /** Steps there can be at most. */
  readonly maxSteps: number;
  /** Finished and live hypotheses, best first. */
  readonly hypotheses: readonly SearchHypothesis[];
}

interface Row {
  /** From bos. */
  readonly tokens: readonly number[];
  /** Sums of log-probabilities up to each token after bos. */
  readonly sums: readonly number[];
  /** The row of the step before that this one continues. */
  readonly parent: number;
}

/**
 * Beam search with the semantics of ModelScope's sequence generator (reference/README.md, section 5, Each step).
 *
 * Rows that nothing possible can continue are dropped, where the reference drags them along at minus infinity: they
 * could never finish.
 *
 * @returns the finished hypotheses, best first, at most `beamSize`; fewer if the answers or the length end the search
 *   before. All have the prefix.
 * @throws OfaError `setting-invalid` if the settings contradict each other; `no-hypothesis` if nothing could be finished;
 *   the signal's reason before the next step after an abort.
 */
export async function beamSearch(
  signal: AbortSignal,
  decode: DecodeStep,
  request: BeamSearchRequest,
  onProgress: (progress: SearchProgress) => void,
): Promise<readonly FinishedHypothesis[]> {
  const { settings, specialTokens } = request;
  const rules = tokenRules(request);
  const beamSize = Math.min(settings.beamSize, request.vocabularySize - 1);
  const finished = new FinishedPool(beamSize);
  let rows: readonly Row[] = [{ tokens: [specialTokens.bosId], sums: [], parent: 0 }];
  for (let step = 0; step <= rules.maxLength && rows.length > 0 && !finished.isFull; step++) {
    signal.throwIfAborted();
    const logits = await decode(
      signal,
      Int32Array.from(rows, (row) => row.tokens[step]),
      Int32Array.from(rows, (row) => row.parent),
    );
    const candidates = bestCandidates(logits, rows, 2 * beamSize, step, rules);
    const ended = candidates.slice(0, beamSize).filter(({ token }) => token === specialTokens.eosId);
    for (const candidate of ended) finished.add(finish(rows[candidate.row], candidate, settings));
    rows = candidates
      .filter(({ token }) => token !== specialTokens.eosId)
      .slice(0, beamSize)
      .map((candidate) => extend(rows[candidate.row], candidate));
    const live = finished.isFull || step === rules.maxLength ? [] : rows;
    onProgress({
      step: step + 1,
      maxSteps: rules.maxLength + 1,
      hypotheses: progressHypotheses(finished, live, settings),
    });
  }
  const hypotheses = finished.bestFirst();
  if (hypotheses.length === 0) throw new OfaError('no-hypothesis', 'No caption could be completed');
  return hypotheses;
}

/** @throws OfaError `setting-invalid` */
function tokenRules(request: BeamSearchRequest): TokenRules {
  const { settings, specialTokens, promptTokens, vocabularySize, prefixTokens, answers } = request;
  const range = settings.constraintRange;
  if (answers !== null && range !== null) {
    throw new OfaError('setting-invalid', 'constraint_range cannot be combined with a list of answers', {
      setting: 'constraint_range',
    });
  }
  const { zeroShot } = settings;
  const rangeRule = range === null ? null : rangeConstraint(...range);
  // After the softmax the reference looks at the whole row, prefix included.
  const constraint =
    answers === null ? rangeRule : trieConstraint(answers, zeroShot ? 0 : prefixTokens.length);
  return {
    settings,
    specialTokens,
    vocabularySize,
    maxLength: maxCaptionLength(settings, promptTokens, specialTokens),
    prefixTokens,
    prefixIsExclusive: answers !== null,
    constraint: zeroShot ? null : constraint,
    zeroShotConstraint: zeroShot ? constraint : null,
  };
}

function bestCandidates(
  logits: Float32Array,
  rows: readonly Row[],
  count: number,
  step: number,
  rules: TokenRules,
): readonly Candidate[] {
  const width = logits.length / rows.length;
  const scored = rows.map(({ tokens }, row) => ({
    tokens,
    values: logits.subarray(row * width, (row + 1) * width),
  }));
  scoreTokens(scored, step, rules);
  const best = new TopCandidates(count);
  for (const [row, { values }] of scored.entries()) best.offerRow(row, values, rows[row].sums.at(-1) ?? 0);
  return best.list();
}

function extend(row: Row, candidate: Candidate): Row {
  return {
    tokens: [...row.tokens, candidate.token],
    sums: [...row.sums, candidate.score],
    parent: candidate.row,
  };
}

function finish(row: Row, candidate: Candidate, settings: GenerationSettings): FinishedHypothesis {
  const { tokens, sums } = extend(row, candidate);
  return {
    tokens: tokens.slice(1),
    score: hypothesisScore(candidate.score, sums.length, settings),
    positionalScores: sums.map((sum, index) => (index === 0 ? sum : Math.fround(sum - sums[index - 1]))),
  };
}

function progressHypotheses(
  finished: FinishedPool,
  live: readonly Row[],
  settings: GenerationSettings,
): readonly SearchHypothesis[] {
  const ended = finished.bestFirst().map(({ tokens, score }) => ({ tokens, score, finished: true }));
  const growing = live.map(({ tokens, sums }) => ({
    tokens: tokens.slice(1),
    score: hypothesisScore(sums.at(-1) ?? 0, sums.length, settings),
    finished: false,
  }));
  return [...ended, ...growing].toSorted((first, second) => second.score - first.score);
}
