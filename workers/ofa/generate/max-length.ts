import { OfaError } from '../../protocol/errors.ts';
import type { GenerationSettings } from '../../protocol/generation.ts';
import type { SpecialTokens } from './special-tokens.ts';

/**
 * Tokens of the longest caption, eos not counted (reference/README.md, section 5, Each step, 4 and 9). `promptTokens`
 * are `[bos, …, eos]`.
 *
 * @throws OfaError `setting-invalid` if the shortest caption allowed would be longer.
 */
export function maxCaptionLength(
  settings: Pick<GenerationSettings, 'matchSourceLen' | 'maxLenA' | 'maxLenB' | 'minLen'>,
  promptTokens: readonly number[],
  specialTokens: Pick<SpecialTokens, 'eosId' | 'padId'>,
): number {
  const { eosId, padId } = specialTokens;
  const maxLength = settings.matchSourceLen
    ? promptTokens.filter((token) => token !== eosId && token !== padId).length
    : Math.trunc(settings.maxLenA * promptTokens.length + settings.maxLenB);
  if (settings.minLen > maxLength) {
    throw new OfaError(
      'setting-invalid',
      `min_len ${settings.minLen} exceeds the longest caption, ${maxLength}`,
      {
        setting: 'min_len',
        maximum: maxLength,
      },
    );
  }
  return maxLength;
}
