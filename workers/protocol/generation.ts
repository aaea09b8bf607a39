/**
 * Settings of the caption generator. Each is the reference generator's argument of the same name in snake_case
 * (reference/README.md, section 4); `generation-settings.ts` maps names, checks values and holds the defaults.
 */
export interface GenerationSettings {
  /** Hypotheses kept alive, and hypotheses returned at most. */
  beamSize: number;
  /** The longest caption is `trunc(maxLenA * prompt tokens + maxLenB)` tokens, then eos. */
  maxLenA: number;
  maxLenB: number;
  /** Steps during which eos is forbidden. */
  minLen: number;
  /** Divide the summed log-probability by length ** lenPenalty. */
  normalizeScores: boolean;
  lenPenalty: number;
  /** Subtracted from the log-probability of the unknown token. */
  unkPenalty: number;
  /** Divides the logits. */
  temperature: number;
  /** The longest caption is as long as the prompt (bos counts, eos and pad do not). */
  matchSourceLen: boolean;
  /** No n-gram of this size occurs twice; 0 switches it off. */
  noRepeatNgramSize: number;
  /** `[a, b]`: token ids 4 … a-1 and b … are forbidden. */
  constraintRange: readonly [number, number] | null;
  /** With an answer list: mask after the softmax instead of before it. */
  zeroShot: boolean;
  ignoreEos: boolean;
  genCode: boolean;
  genBox: boolean;
}

/** One caption, finished or still growing. */
export interface Hypothesis {
  /** What a person reads: decoded, special tokens dropped, Chinese spacing mended. */
  readonly text: string;
  /** Token ids without the leading bos, with the final eos once finished. */
  readonly tokens: readonly number[];
  /** Log-probability, normalised as the settings say; higher is better. */
  readonly score: number;
  readonly finished: boolean;
}
