import { OfaError } from '../protocol/errors.ts';
import type { HubFile } from './hub-repository.ts';

/** Read whole; models of ModelScope have none of the last three. */
const textFiles = [
  'config.json',
  'configuration.json',
  'vocab.txt',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
];
/** In the order in which a converter looks for them; one is enough. */
const weightFiles = ['pytorch_model.bin', 'model.safetensors'];

/** True if these files are enough to convert a model, so that nobody need be asked for more. */
export function isWholeCheckpoint(files: readonly { readonly path: string }[]): boolean {
  const has = (name: string) => files.some(({ path }) => path === name);
  return has('config.json') && has('vocab.txt') && weightFiles.some(has);
}

/**
 * Of all files of a repository, those that converting its model takes.
 * @throws OfaError `model-not-found` if it has no weights in one of the forms that can be converted.
 */
export function checkpointFiles(files: readonly HubFile[]): readonly HubFile[] {
  const named = (name: string) => files.find(({ path }) => path === name);
  const weights = weightFiles.map(named).find((file) => file !== undefined);
  if (weights === undefined) {
    const message = `The repository has neither ${weightFiles.join(' nor ')}`;
    throw new OfaError('model-not-found', message, { file: weightFiles[0] ?? '' });
  }
  return [...textFiles.map(named).filter((file) => file !== undefined), weights];
}
