import type { FinishedHypothesis } from './finished-pool.ts';
import { tokenRules, type DecodeStep, type GenerationRequest } from './generation-request.ts';
import { progressHypotheses, type GenerationProgress } from './generation-row.ts';
import type { Drawing } from './nucleus.ts';
import { sampleRows } from './sample-rows.ts';
import type { Random } from './seeded-random.ts';
import type { TokenRules } from './token-scores.ts';

/** Rounds of drawing before fewer hypotheses than wanted are returned. */
const mostRounds = 8;

/** What is left out of the nucleus shrinks by this factor from round to round. */
const widening = 0.8;

export interface SamplingRequest extends GenerationRequest {
  /** Hypotheses wanted. */
  readonly count: number;
  readonly drawing: Drawing;
}

/** What sampling needs beside the request. */
export interface SamplingMeans {
  /** Lends a decoder that stands before its first step, and takes it back when `work` has settled. */
  readonly withDecoder: <Result>(work: (decode: DecodeStep) => Promise<Result>) => Promise<Result>;
  readonly random: Random;
  /** True if a hypothesis is wanted: not one that is there already. Asked once for each that ends. */
  readonly isWanted: (hypothesis: FinishedHypothesis) => boolean;
}

/**
 * Draws hypotheses at random until there are enough that are wanted, in rounds of `count` rows, at most eight. Each round
 * draws from a little wider nucleus than the one before: a model that repeats itself is given more room.
 *
 * @returns wanted hypotheses, best first, at most `count`; fewer, or none, if the rounds did not bring them
 * @throws OfaError `setting-invalid` if the settings contradict each other; the signal's reason before the next step
 *   after an abort
 */
export async function sample(
  signal: AbortSignal,
  request: SamplingRequest,
  means: SamplingMeans,
  onProgress: (progress: GenerationProgress) => void,
): Promise<readonly FinishedHypothesis[]> {
  const { count, drawing, settings } = request;
  // A drawn text has its prefix for certain, where the search may find a way around it.
  const rules: TokenRules = { ...tokenRules(request), prefixIsExclusive: true };
  const maxSteps = mostRounds * (rules.maxLength + 1);
  let steps = 0;
  let kept: readonly FinishedHypothesis[] = [];
  for (let round = 0; round < mostRounds && kept.length < count; round++) {
    const { temperature, topP } = drawing;
    const wider = { temperature, topP: 1 - (1 - topP) * widening ** round };
    const found = await means.withDecoder(async (decode) => {
      const wanted: FinishedHypothesis[] = [];
      for await (const { finished, live } of sampleRows(signal, decode, rules, count, wider, means.random)) {
        wanted.push(...finished.filter((hypothesis) => means.isWanted(hypothesis)));
        steps += 1;
        const hypotheses = progressHypotheses([...kept, ...wanted], live, settings);
        onProgress({ step: steps, maxSteps, hypotheses });
      }
      return wanted;
    });
    kept = [...kept, ...bestFirst(found).slice(0, count - kept.length)];
  }
  return bestFirst(kept);
}

function bestFirst(hypotheses: readonly FinishedHypothesis[]): readonly FinishedHypothesis[] {
  return hypotheses.toSorted((first, second) => second.score - first.score);
}
