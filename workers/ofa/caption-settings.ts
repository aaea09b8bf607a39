import { OfaError } from '../protocol/errors.ts';
import { parseSetting, settingKeys } from '../protocol/generation-settings.ts';
import type { GenerationSettings } from '../protocol/generation.ts';
import type { ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { maxCaptionLength } from './generate/max-length.ts';
import type { SpecialTokens } from './generate/special-tokens.ts';

/**
 * The model's own settings with `changes` applied.
 *
 * @throws OfaError `setting-invalid` if a value is out of range, if the longest caption exceeds the decoder's positions,
 *   or if image codes are to be generated: those have positions of their own, which caption graphs do not contain.
 */
export function captionSettings(
  manifest: ModelManifest,
  variant: ModelVariant,
  changes: Partial<GenerationSettings>,
  specialTokens: SpecialTokens,
): GenerationSettings {
  const checked = settingKeys
    .filter((key) => changes[key] !== undefined)
    .map((key) => [key, parseSetting(key, changes[key])] as const);
  const settings: GenerationSettings = { ...manifest.generation.settings, ...Object.fromEntries(checked) };
  if (settings.genCode) {
    throw new OfaError('setting-invalid', 'gen_code needs a model that generates image codes', {
      setting: 'gen_code',
    });
  }
  // Bos takes a position as well.
  const longest = variant.targetPositions - 1;
  if (maxCaptionLength(settings, manifest.prompt.tokenIds, specialTokens) > longest) {
    throw new OfaError('setting-invalid', `Captions of this model have at most ${longest} tokens`, {
      setting: 'max_len_b',
      maximum: longest,
    });
  }
  return settings;
}
