import type { GenerationSettings } from '../../protocol/generation.ts';
import { logSoftmaxInPlace } from './log-softmax.ts';
import { blockRepeatedNgrams } from './ngram-blocking.ts';
import type { SpecialTokens } from './special-tokens.ts';
import type { TokenConstraint } from './token-constraint.ts';

/** What decides which token may follow, and at what cost. The same for every step of a search. */
export interface TokenRules {
  readonly settings: GenerationSettings;
  readonly specialTokens: SpecialTokens;
  /** Tokens of the tokenizer; the graph's logits may lack the last of them. */
  readonly vocabularySize: number;
  /** Tokens of the longest caption, eos not counted: at this step only eos may follow. */
  readonly maxLength: number;
  /** Tokens that every caption must start with. */
  readonly prefixTokens: readonly number[];
  /** What a prefix makes of all other tokens: impossible, or just below the prefix itself. */
  readonly prefixIsExclusive: boolean;
  /** Applied to the logits, so that what is left is normalised; null for none. */
  readonly constraint: TokenConstraint | null;
  /** Applied to the log-probabilities, which stay as they are; null for none. */
  readonly zeroShotConstraint: TokenConstraint | null;
}

/** A row of the beam as the rules see it. */
export interface ScoredRow {
  /** From bos. */
  readonly tokens: readonly number[];
  /** One value per token: logits, which become the scores that the search adds up. */
  readonly values: Float32Array;
}

/** Ids from here on belong to boxes in the reference's box generation, whatever the tokenizer. */
const firstBoxToken = 59457;
/** A box is four coordinates and a label. */
const boxLength = 5;
/** bos, pad, eos and unk in the reference's code and box generation. */
const specialTokenCount = 4;

/**
 * Turns the logits of all rows into scores, in place (reference/README.md, section 5, Each step, 1 to 5). `step` counts
 * from 0. The scores are log-probabilities, minus infinity where a token may not follow; NaN means the same.
 */
export function scoreTokens(rows: readonly ScoredRow[], step: number, rules: TokenRules): void {
  const { settings, specialTokens, maxLength, prefixTokens } = rules;
  for (const { tokens, values } of rows) {
    applyTemperature(values, settings.temperature);
    rules.constraint?.(values, tokens);
    logSoftmaxInPlace(values);
    rules.zeroShotConstraint?.(values, tokens);
  }
  if (step < prefixTokens.length && step < maxLength) {
    forceToken(rows, prefixTokens[step], rules.prefixIsExclusive);
  } else if (step < settings.minLen) {
    for (const { values } of rows) values[specialTokens.eosId] = -Infinity;
  }
  const prefixIsOver =
    prefixTokens.length === 0 || prefixTokens.length < step + settings.noRepeatNgramSize - 1;
  for (const { tokens, values } of rows) {
    values[specialTokens.padId] = -Infinity;
    values[specialTokens.unkId] -= Math.fround(settings.unkPenalty);
    restrictToCodesOrBoxes(values, step, rules);
    if (step >= maxLength) allowOnlyEos(values, specialTokens.eosId, settings.ignoreEos);
    if (prefixIsOver) blockRepeatedNgrams(values, tokens, settings.noRepeatNgramSize);
  }
}

function applyTemperature(values: Float32Array, temperature: number): void {
  if (temperature === 1) return;
  const divisor = Math.fround(temperature);
  for (let token = 0; token < values.length; token++) values[token] /= divisor;
}

function forceToken(rows: readonly ScoredRow[], token: number, exclusive: boolean): void {
  const lowest = Math.min(...rows.map(({ values }) => values[token]));
  for (const { values } of rows) {
    const kept = values[token];
    values.fill(exclusive ? -Infinity : lowest - 1);
    values[token] = kept;
  }
}

function allowOnlyEos(values: Float32Array, eos: number, ignoreEos: boolean): void {
  values.fill(-Infinity, 0, eos);
  values.fill(-Infinity, eos + 1);
  if (ignoreEos) values[eos] = 1;
}

function restrictToCodesOrBoxes(values: Float32Array, step: number, rules: TokenRules): void {
  const { genCode, genBox, constraintRange } = rules.settings;
  if ((genCode || genBox) && step < rules.maxLength) values.fill(-Infinity, 0, specialTokenCount);
  if (!genBox) return;
  values.fill(-Infinity, rules.vocabularySize - 1);
  if ((step + 1) % boxLength === 0) values.fill(-Infinity, constraintRange?.[0] ?? 0, firstBoxToken);
  else values.fill(-Infinity, firstBoxToken);
}
