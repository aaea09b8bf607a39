import type { GenerationSettings } from '../../protocol/generation.ts';

/** How sums of log-probabilities are made comparable between hypotheses of different length. */
export type ScoreNormalisation = Pick<GenerationSettings, 'normalizeScores' | 'lenPenalty'>;

/**
 * `sum` / `length` ** `lenPenalty` in float32, or the plain sum if scores are not normalised. `length` counts eos but
 * not bos (reference/README.md, section 5, Each step, 7).
 */
export function hypothesisScore(sum: number, length: number, settings: ScoreNormalisation): number {
  return settings.normalizeScores ? Math.fround(sum / Math.fround(length ** settings.lenPenalty)) : sum;
}
