/** `configuration.json` → how pictures are prepared and captions generated (reference/README.md, section 4). */
import { OfaError } from '../../protocol/errors.ts';
import { defaultGenerationSettings, parseSettings } from '../../protocol/generation-settings.ts';
import type { GenerationSettings } from '../../protocol/generation.ts';
import type { ModelManifest } from '../../protocol/model-folder.ts';
import type { JsonFields } from './json-fields.ts';

export interface CaptionConfiguration {
  readonly preprocessing: ModelManifest['preprocessing'];
  readonly prompt: string;
  /** Prompt tokens kept, without bos and eos. */
  readonly maxSourceLength: number;
  readonly settings: GenerationSettings;
  readonly returnSequences: number;
  /** Name of the file whose keys are the answers, or null. */
  readonly answersFile: string | null;
  readonly detokenize: boolean;
}

const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;
const half = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } as const;

/** The reference's own default, for Chinese models too. */
const defaultPrompt = ' what does the image describe?';

/** Refuses models of another task, language or kind. */
function checkKind(configuration: JsonFields, model: JsonFields): void {
  configuration.choice('framework', ['pytorch'], 'pytorch');
  configuration.choice('task', ['image-captioning']);
  model.choice('type', ['ofa']);
  model.choice('language', ['zh', 'cn'], 'en');
  model.choice('multimodal_type', ['default'], 'default');
}

/** The object `beam_search` over the reference's defaults for captioning. */
function readSettings(model: JsonFields): GenerationSettings {
  const given = model.section('beam_search');
  const named = Object.fromEntries(given.names().map((name) => [name, given.raw(name)]));
  try {
    return { ...defaultGenerationSettings, ...parseSettings(named) };
  } catch (error) {
    if (!(error instanceof OfaError)) throw error;
    throw given.invalid(String(error.details.setting), `cannot be used: ${error.message}`);
  }
}

/** The reference takes null and an empty name for none. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function readAnswersFile(model: JsonFields): string | null {
  if (!isGiven(model.raw('answer2label'))) return null;
  const name = model.text('answer2label');
  if (/[/\\]/.test(name)) throw model.unsupported('answer2label', `is ${name}, which lies in another folder`);
  return name;
}

/**
 * @throws OfaError `config-invalid`, `model-unsupported`, both with the field in `details`.
 */
export function readCaptionConfiguration(configuration: JsonFields): CaptionConfiguration {
  const model = configuration.section('model');
  checkKind(configuration, model);
  const settings = readSettings(model);
  const returnSequences = model.integer('num_return_sequences', 1, { minimum: 1 });
  if (returnSequences > settings.beamSize) {
    throw model.invalid(
      'num_return_sequences',
      `is ${returnSequences}, more than the beam of ${settings.beamSize}`,
    );
  }
  const statistics = model.boolean('imagenet_default_mean_and_std', false) ? imagenet : half;
  const answersFile = readAnswersFile(model);
  if (answersFile !== null && settings.constraintRange !== null) {
    throw model.invalid('answer2label', 'cannot be combined with beam_search.constraint_range');
  }
  return {
    preprocessing: {
      patchImageSize: model.integer('patch_image_size', 480, { minimum: 16, maximum: 4096 }),
      ...statistics,
    },
    prompt: model.text('prompt', defaultPrompt),
    maxSourceLength: model.integer('max_src_length', 256, { minimum: 1 }),
    settings,
    returnSequences,
    answersFile,
    detokenize: model.choice('gen_type', ['generation', 'traverse'], 'generation') === 'generation',
  };
}

/**
 * The answers that generation is restricted to: the keys of a JSON object. Null if it is empty, which the reference
 * takes for no restriction.
 * @throws OfaError `config-invalid` where the reference stops.
 */
export function readAnswers(
  answers: JsonFields,
  configuration: CaptionConfiguration,
): readonly string[] | null {
  const names = answers.names();
  if (names.length === 0) return null;
  if (names.some((name) => name.trim() === '')) throw answers.invalid('', 'has an empty answer');
  const { beamSize } = configuration.settings;
  if (configuration.detokenize && beamSize > names.length) {
    throw answers.invalid('', `has ${names.length} answers, fewer than the beam of ${beamSize}`);
  }
  return names;
}
