/**
 * The tokenizer's files: `vocab.txt`, and three optional ones that transformers reads if they exist. Models of
 * ModelScope have none of the three; where they are there they must say what the tokenizer does anyway.
 */
import { OfaError } from '../../protocol/errors.ts';
import { inWords } from '../../protocol/in-words.ts';
import { createChineseTokenizer } from '../../ofa/tokenizer/chinese-tokenizer.ts';
import type { Tokenizer } from '../../ofa/tokenizer/tokenizer.ts';
import { readText } from '../source/source-folder.ts';
import type { SourceFolder } from '../source/source-folder.ts';
import { readJsonFields } from './json-fields.ts';
import type { JsonFields } from './json-fields.ts';

const vocabularyFile = 'vocab.txt';

const specialTokens: Readonly<Record<string, string>> = {
  bos_token: '<s>',
  cls_token: '<s>',
  pad_token: '<pad>',
  eos_token: '</s>',
  sep_token: '</s>',
  unk_token: '<unk>',
  mask_token: '<mask>',
};

/** Fields of `tokenizer_config.json` that change tokens, with the values under which they do not. */
const neutralValues: Readonly<Record<string, readonly unknown[]>> = {
  do_lower_case: [true],
  do_basic_tokenize: [true],
  tokenize_chinese_chars: [true],
  strip_accents: [null, true],
  never_split: [null],
};

/** A special token is written as text or as an object with a field `content`. */
function tokenContent(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'content' in value ? value.content : value;
}

function checkSpecialTokens(fields: JsonFields): void {
  for (const [name, token] of Object.entries(specialTokens)) {
    const value = fields.raw(name);
    if (value !== undefined && tokenContent(value) !== token) {
      throw fields.unsupported(name, `must be ${token}`);
    }
  }
}

function checkTokenizerConfig(fields: JsonFields): void {
  checkSpecialTokens(fields);
  for (const [name, neutral] of Object.entries(neutralValues)) {
    const value = fields.raw(name);
    if (value !== undefined && !neutral.includes(value)) {
      throw fields.unsupported(name, `is ${inWords(value)}, which the tokenizer does not do`);
    }
  }
}

function checkAddedTokens(fields: JsonFields, tokenizer: Tokenizer): void {
  for (const token of fields.names()) {
    const [id, ...others] = tokenizer.encode(token);
    if (others.length > 0 || id !== fields.raw(token)) {
      throw fields.unsupported(token, 'is no token of OFA, or has another id there');
    }
  }
}

function requireSpecialTokens(vocabulary: string): void {
  const lines = new Set(vocabulary.split(/\r?\n/));
  const missing = Object.values(specialTokens).find((token) => !lines.has(token));
  if (missing !== undefined) {
    const message = `${vocabularyFile} has no line ${missing}`;
    throw new OfaError('config-invalid', message, { file: vocabularyFile, field: missing });
  }
}

export interface TokenizerFiles {
  /** The text of `vocab.txt`. */
  readonly vocabulary: string;
  readonly tokenizer: Tokenizer;
}

/**
 * Reads the tokenizer of a Chinese model.
 * @param vocabularySize rows of the model's token embedding: the lines of `vocab.txt` and 9192 added tokens.
 * @throws OfaError `model-not-found`, `config-invalid`, `model-unsupported`.
 */
export async function readTokenizerFiles(
  signal: AbortSignal,
  folder: SourceFolder,
  vocabularySize: number,
): Promise<TokenizerFiles> {
  const vocabulary = await readText(signal, folder, vocabularyFile);
  if (vocabulary === undefined) {
    throw new OfaError('model-not-found', `the folder has no ${vocabularyFile}`, { file: vocabularyFile });
  }
  requireSpecialTokens(vocabulary);
  const tokenizer = createChineseTokenizer(vocabulary);
  if (tokenizer.vocabularySize !== vocabularySize) {
    const message = `config.json: vocab_size is ${vocabularySize}, but ${vocabularyFile} makes ${tokenizer.vocabularySize} tokens`;
    throw new OfaError('config-invalid', message, { file: 'config.json', field: 'vocab_size' });
  }
  const config = await readJsonFields(signal, folder, 'tokenizer_config.json');
  if (config !== undefined) checkTokenizerConfig(config);
  const special = await readJsonFields(signal, folder, 'special_tokens_map.json');
  if (special !== undefined) checkSpecialTokens(special);
  const added = await readJsonFields(signal, folder, 'added_tokens.json');
  if (added !== undefined) checkAddedTokens(added, tokenizer);
  return { vocabulary, tokenizer };
}
