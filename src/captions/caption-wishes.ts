/** How captions are to be: wishes in words that anyone understands, and what they mean to the generator. */
import type { CaptionOptions, Resolution } from '../../workers/protocol/caption-service.ts';
import type { Hypothesis } from '../../workers/protocol/generation.ts';
import type { BatchKind } from './batches.ts';

/** Two steps to either side of what the model does by itself. */
export type Step = -2 | -1 | 0 | 1 | 2;

export interface CaptionWishes {
  /** From short to long. */
  readonly length: Step;
  /** From careful to wild. */
  readonly mood: Step;
  /** How closely the model looks at the picture. */
  readonly resolution: Resolution;
}

/** Captions as the model's own settings give them. */
export const noWishes: CaptionWishes = { length: 0, mood: 0, resolution: 'full' };

type Settings = NonNullable<CaptionOptions['settings']>;

/** The search prefers a length; cut short at one it would end in the middle of a sentence. */
const searchedLengths: Readonly<Record<Step, Settings>> = {
  [-2]: { lenPenalty: -1.5 },
  [-1]: { lenPenalty: 0 },
  0: {},
  1: { lenPenalty: 2, minLen: 6 },
  2: { lenPenalty: 3, minLen: 8 },
};

/** Drawing rejects what does not end in time. */
const drawnLengths: Readonly<Record<Step, Settings>> = {
  [-2]: { maxLenB: 5 },
  [-1]: { maxLenB: 7 },
  0: {},
  1: { minLen: 6 },
  2: { minLen: 8 },
};

const searchedMoods: Readonly<Record<Step, Settings>> = {
  [-2]: { temperature: 0.5 },
  [-1]: { temperature: 0.75 },
  0: {},
  1: { temperature: 1.5 },
  2: { temperature: 2.5 },
};

const drawnMoods: Readonly<Record<Step, { readonly temperature?: number; readonly topP?: number }>> = {
  [-2]: { temperature: 0.7, topP: 0.4 },
  [-1]: { temperature: 0.85, topP: 0.55 },
  0: {},
  1: { temperature: 1.15, topP: 0.85 },
  2: { temperature: 1.4, topP: 0.95 },
};

/** Settings for a batch that is searched or drawn; none for a wish that is not made. */
export function settingsFor(kind: BatchKind, { length, mood }: CaptionWishes): Settings {
  return kind === 'search' ? { ...searchedLengths[length], ...searchedMoods[mood] } : drawnLengths[length];
}

/** How freely a batch is drawn. */
export function drawingFor({ mood }: CaptionWishes): {
  readonly temperature?: number;
  readonly topP?: number;
} {
  return drawnMoods[mood];
}

/**
 * Hypotheses whose scores are mean log-probabilities of their tokens again, whatever power of the length the search
 * divided their sums by.
 */
export function withMeanScores(
  hypotheses: readonly Hypothesis[],
  { lenPenalty = 1 }: Settings,
): readonly Hypothesis[] {
  if (lenPenalty === 1) return hypotheses;
  return hypotheses.map((hypothesis) => ({
    ...hypothesis,
    score: hypothesis.score * Math.max(1, hypothesis.tokens.length) ** (lenPenalty - 1),
  }));
}
