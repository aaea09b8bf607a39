import type { FinishedHypothesis } from './finished-pool.ts';
import type { DecodeStep } from './generation-request.ts';
import { extendRow, finishRow, firstRow, scoredStep, type GenerationRow } from './generation-row.ts';
import { drawToken, type Drawing } from './nucleus.ts';
import type { Random } from './seeded-random.ts';
import type { ScoredRow, TokenRules } from './token-scores.ts';
import type { Candidate } from './top-candidates.ts';

/** What a step has made of the rows. */
interface SampledStep {
  /** Hypotheses that this step has ended, in the order of their rows. */
  readonly finished: readonly FinishedHypothesis[];
  /** Rows that go on. */
  readonly live: readonly GenerationRow[];
}

/**
 * Draws `count` texts at the same time, token by token, each on its own: none is dropped for another's sake. The rules
 * are those of the search, and so are the scores: the temperature of the drawing does not change them.
 *
 * A text ends with a drawn eos. At the longest length, where nothing else may follow, it ends only as often as the model
 * would end it there; otherwise it is given up, for it would be cut off in the middle. So there may be fewer than
 * `count`. Yields after every step.
 *
 * @throws the signal's reason before the next step after an abort, and what `decode` throws
 */
export async function* sampleRows(
  signal: AbortSignal,
  decode: DecodeStep,
  rules: TokenRules,
  count: number,
  drawing: Drawing,
  random: Random,
): AsyncGenerator<SampledStep> {
  const { eosId, bosId } = rules.specialTokens;
  let rows: readonly GenerationRow[] = [firstRow(bosId)];
  for (let step = 0; step <= rules.maxLength && rows.length > 0; step++) {
    signal.throwIfAborted();
    const scored = await scoredStep(signal, decode, rows, step, rules);
    // All texts begin with the one row of bos.
    const continued = step === 0 ? Array.from({ length: count }, () => 0) : [...rows.keys()];
    const before = rows;
    const drawn = continued.flatMap((row) => drawCandidate(scored[row], before[row], row, drawing, random));
    const finished = drawn
      .filter(({ token }) => token === eosId)
      .filter((eos) => step < rules.maxLength || random() < lastProbability(before[eos.row], eos))
      .map((eos) => finishRow(before[eos.row], eos, rules.settings));
    rows = drawn
      .filter(({ token }) => token !== eosId)
      .map((candidate) => extendRow(before[candidate.row], candidate));
    yield { finished, live: rows };
  }
}

/** Nothing if no token can follow the row. */
function drawCandidate(
  { values }: ScoredRow,
  { sums }: GenerationRow,
  row: number,
  drawing: Drawing,
  random: Random,
): readonly Candidate[] {
  const token = drawToken(values, drawing, random);
  return token === null ? [] : [{ row, token, score: Math.fround(values[token] + (sums.at(-1) ?? 0)) }];
}

/** The model's probability of a row's next token. */
function lastProbability({ sums }: GenerationRow, next: Candidate): number {
  return Math.exp(next.score - (sums.at(-1) ?? 0));
}
