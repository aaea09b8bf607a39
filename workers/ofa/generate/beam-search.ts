import { OfaError } from '../../protocol/errors.ts';
import { FinishedPool, type FinishedHypothesis } from './finished-pool.ts';
import { tokenRules, type DecodeStep, type GenerationRequest } from './generation-request.ts';
import {
  extendRow,
  finishRow,
  firstRow,
  progressHypotheses,
  scoredStep,
  type GenerationProgress,
  type GenerationRow,
} from './generation-row.ts';
import type { ScoredRow } from './token-scores.ts';
import { TopCandidates, type Candidate } from './top-candidates.ts';

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
  request: GenerationRequest,
  onProgress: (progress: GenerationProgress) => void,
): Promise<readonly FinishedHypothesis[]> {
  const { settings, specialTokens } = request;
  const rules = tokenRules(request);
  const beamSize = Math.min(settings.beamSize, request.vocabularySize - 1);
  const finished = new FinishedPool(beamSize);
  let rows: readonly GenerationRow[] = [firstRow(specialTokens.bosId)];
  for (let step = 0; step <= rules.maxLength && rows.length > 0 && !finished.isFull; step++) {
    signal.throwIfAborted();
    const scored = await scoredStep(signal, decode, rows, step, rules);
    const candidates = bestCandidates(scored, rows, 2 * beamSize);
    const ended = candidates.slice(0, beamSize).filter(({ token }) => token === specialTokens.eosId);
    for (const candidate of ended) finished.add(finishRow(rows[candidate.row], candidate, settings));
    rows = candidates
      .filter(({ token }) => token !== specialTokens.eosId)
      .slice(0, beamSize)
      .map((candidate) => extendRow(rows[candidate.row], candidate));
    const live = finished.isFull || step === rules.maxLength ? [] : rows;
    onProgress({
      step: step + 1,
      maxSteps: rules.maxLength + 1,
      hypotheses: progressHypotheses(finished.bestFirst(), live, settings),
    });
  }
  const hypotheses = finished.bestFirst();
  if (hypotheses.length === 0) throw new OfaError('no-hypothesis', 'No caption could be completed');
  return hypotheses;
}

function bestCandidates(
  scored: readonly ScoredRow[],
  rows: readonly GenerationRow[],
  count: number,
): readonly Candidate[] {
  const best = new TopCandidates(count);
  for (const [row, { values }] of scored.entries()) best.offerRow(row, values, rows[row].sums.at(-1) ?? 0);
  return best.list();
}
