/** Everything in a checkpoint folder besides the weights. */
import { OfaError } from '../../protocol/errors.ts';
import type { ModelManifest } from '../../protocol/model-folder.ts';
import type { OfaArchitecture } from '../graph/architecture.ts';
import type { SourceFolder } from '../source/source-folder.ts';
import { longestSequence, readArchitecture } from './architecture-config.ts';
import { readAnswers, readCaptionConfiguration } from './caption-configuration.ts';
import type { CaptionConfiguration } from './caption-configuration.ts';
import type { JsonFields } from './json-fields.ts';
import { requireJsonFields } from './json-fields.ts';
import { readTokenizerFiles } from './tokenizer-files.ts';
import type { TokenizerFiles } from './tokenizer-files.ts';

export interface ModelConfig {
  readonly architecture: OfaArchitecture;
  readonly preprocessing: ModelManifest['preprocessing'];
  readonly prompt: ModelManifest['prompt'];
  readonly generation: ModelManifest['generation'];
  /** The text of `vocab.txt`. */
  readonly vocabulary: string;
}

function promptInvalid(reason: string): OfaError {
  const message = `configuration.json: model.prompt ${reason}`;
  return new OfaError('config-invalid', message, { file: 'configuration.json', field: 'model.prompt' });
}

/** The prompt's tokens, bos and eos included; the reference fails on a prompt without any of its own. */
function promptTokens(
  config: JsonFields,
  architecture: OfaArchitecture,
  { prompt, maxSourceLength }: CaptionConfiguration,
  { tokenizer }: TokenizerFiles,
): readonly number[] {
  const tokenIds = tokenizer.encodePrompt(prompt, maxSourceLength);
  if (tokenIds.length < 3) throw promptInvalid('has no tokens');
  const longest = longestSequence(architecture);
  if (tokenIds.length > longest) throw promptInvalid(`has more than ${longest} tokens`);
  const padId = config.integer('pad_token_id', tokenizer.padId);
  if (tokenIds.includes(padId)) {
    throw config.unsupported(
      'pad_token_id',
      `is ${padId}, which the prompt contains: part of it would be masked`,
    );
  }
  return tokenIds;
}

async function answersOf(
  signal: AbortSignal,
  folder: SourceFolder,
  configuration: CaptionConfiguration,
): Promise<readonly string[] | null> {
  if (configuration.answersFile === null) return null;
  return readAnswers(await requireJsonFields(signal, folder, configuration.answersFile), configuration);
}

/**
 * Reads `config.json`, `configuration.json`, `vocab.txt` and what they refer to.
 * @throws OfaError `model-not-found` for a missing file; `config-invalid` or `model-unsupported` with file and field in
 *   `details`.
 */
export async function readModelConfig(signal: AbortSignal, folder: SourceFolder): Promise<ModelConfig> {
  const config = await requireJsonFields(signal, folder, 'config.json');
  const configuration = readCaptionConfiguration(
    await requireJsonFields(signal, folder, 'configuration.json'),
  );
  const architecture = readArchitecture(config, configuration.preprocessing.patchImageSize);
  const files = await readTokenizerFiles(signal, folder, architecture.vocabularySize);
  return {
    architecture,
    preprocessing: configuration.preprocessing,
    prompt: {
      text: configuration.prompt,
      tokenIds: promptTokens(config, architecture, configuration, files),
    },
    generation: {
      settings: configuration.settings,
      returnSequences: configuration.returnSequences,
      answers: await answersOf(signal, folder, configuration),
      detokenize: configuration.detokenize,
    },
    vocabulary: files.vocabulary,
  };
}
