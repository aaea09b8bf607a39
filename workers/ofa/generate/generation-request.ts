import { OfaError } from '../../protocol/errors.ts';
import type { GenerationSettings } from '../../protocol/generation.ts';
import { maxCaptionLength } from './max-length.ts';
import type { SpecialTokens } from './special-tokens.ts';
import { rangeConstraint, trieConstraint } from './token-constraint.ts';
import type { TokenRules } from './token-scores.ts';
import type { TokenTrie } from './token-trie.ts';

/**
 * One decoder step. Row r of this step continues row `beamIndices[r]` of the step before with token `tokens[r]`; the
 * first step has one row, bos. Resolves to the logits [rows, V], row-major, which the generator overwrites.
 */
export type DecodeStep = (
  signal: AbortSignal,
  tokens: Int32Array,
  beamIndices: Int32Array,
) => Promise<Float32Array>;

/** What is to be generated, whether by searching or by drawing. */
export interface GenerationRequest {
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

/**
 * The rules that a request makes for every step.
 *
 * @throws OfaError `setting-invalid` if the settings contradict each other
 */
export function tokenRules(request: GenerationRequest): TokenRules {
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
