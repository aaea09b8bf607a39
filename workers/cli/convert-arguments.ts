import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConversionOptions } from '../convert/convert.ts';
import { parsePrecisions, variantTraits } from '../convert/variants.ts';
import type { ModelDescription } from '../protocol/conversion.ts';
import { OfaError } from '../protocol/errors.ts';

export interface ConvertArguments {
  readonly checkpointFolder: string;
  readonly modelFolder: string;
  readonly options: ConversionOptions;
}

export const convertUsage = `Usage: npm run convert -- <checkpoint folder> --out <model folder> [options]

Converts an OFA captioning model of ModelScope (pytorch_model.bin or model.safetensors, config.json,
configuration.json, vocab.txt) to a model folder for the page and for npm run caption.

  --out <folder>           where the model goes; a model that is there is replaced
  --precision <list>       one variant for each, separated by commas; default fp32
  --id <text>              distinguishes models; default: the checkpoint folder's name
  --title-zh, --title-en   what people see
  --licence <name>         of the weights
  --notice-zh, --notice-en what people should know of data, licence and limits
  --hub <hub>              where the checkpoint came from: local, modelscope or huggingface; default local
  --model, --revision      name and revision of the checkpoint there
  --cut-image-codes        leave out the vocabulary's image codes and locations, which captions never hold
  --prompt-positions <n>   longest prompt, and
  --target-positions <n>   longest caption that the model can be run with, in tokens
  --help                   print this

Precisions: ${Object.keys(variantTraits).join(', ')}
`;

const text = { type: 'string' } as const;
const hubs = ['local', 'modelscope', 'huggingface'] as const;

function wrong(message: string, cause?: unknown): OfaError {
  return new OfaError('setting-invalid', message, {}, cause);
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: text,
        precision: { type: 'string', default: 'fp32' },
        id: text,
        'title-zh': text,
        'title-en': text,
        licence: text,
        'notice-zh': text,
        'notice-en': text,
        hub: { type: 'string', default: 'local' },
        model: text,
        revision: text,
        'cut-image-codes': { type: 'boolean', default: false },
        'prompt-positions': text,
        'target-positions': text,
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error), error);
  }
}

type Values = ReturnType<typeof parseOptions>['values'];

function parseHub(value: string): (typeof hubs)[number] {
  const hub = hubs.find((candidate) => candidate === value);
  if (hub === undefined) throw wrong(`--hub is ${value}; there are ${hubs.join(', ')}`);
  return hub;
}

function parsePositions(name: 'prompt-positions' | 'target-positions', values: Values) {
  const value = values[name];
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(value)) throw wrong(`--${name} must be a number of tokens, not ${value}`);
  return Number(value);
}

function describeModel(values: Values, folderName: string): ModelDescription {
  const title = values['title-en'] ?? values['title-zh'] ?? folderName;
  return {
    id: values.id ?? folderName,
    title: { zh: values['title-zh'] ?? title, en: title },
    licence: {
      name: values.licence ?? '',
      notice: { zh: values['notice-zh'] ?? '', en: values['notice-en'] ?? '' },
    },
    source: { hub: parseHub(values.hub), model: values.model ?? folderName, revision: values.revision ?? '' },
  };
}

function graphOptions(values: Values): NonNullable<ConversionOptions['graphs']> {
  const promptPositions = parsePositions('prompt-positions', values);
  const targetPositions = parsePositions('target-positions', values);
  return {
    cutImageCodes: values['cut-image-codes'],
    ...(promptPositions !== undefined && { promptPositions }),
    ...(targetPositions !== undefined && { targetPositions }),
  };
}

/**
 * The command line of `npm run convert`; null if it asks for help.
 * @throws OfaError `setting-invalid` for what it does not know or misses.
 */
export function parseConvertArguments(argv: readonly string[]): ConvertArguments | null {
  const { values, positionals } = parseOptions(argv);
  if (values.help) return null;
  const [checkpointFolder, ...others] = positionals;
  if (checkpointFolder === undefined || others.length > 0) throw wrong('One checkpoint folder is needed');
  if (values.out === undefined || values.out === '') throw wrong('--out <model folder> is needed');
  return {
    checkpointFolder,
    modelFolder: values.out,
    options: {
      description: describeModel(values, basename(resolve(checkpointFolder))),
      precisions: parsePrecisions(values.precision),
      graphs: graphOptions(values),
    },
  };
}
