import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConversionOptions } from '../convert/convert.ts';
import { parsePrecisions, variantTraits } from '../convert/variants.ts';
import type { ModelDescription } from '../protocol/conversion.ts';
import { parseHubReference } from '../hub/hub-repository.ts';
import { OfaError } from '../protocol/errors.ts';
import { catalogueDescription } from './catalogue-entry.ts';
import type { ConvertSource } from './convert-source.ts';
import { defaultCacheFolder } from './node-chunk-store.ts';

export interface ConvertArguments {
  readonly source: ConvertSource;
  readonly modelFolder: string;
  readonly options: ConversionOptions;
}

function precisionLines(): string {
  return Object.entries(variantTraits)
    .map(([name, { precision, backends, requires }]) => {
      const places = [...backends, ...requires.map((feature) => `with ${feature}`)].join(' ');
      return `  ${name.padEnd(13)} ${precision}; ${places}`;
    })
    .join('\n');
}

export const convertUsage = `Usage: npm run convert -- <checkpoint folder> --out <model folder> [options]
       npm run convert -- --from <model of a hub> --out <model folder> [options]

Converts an OFA captioning model of ModelScope (pytorch_model.bin or model.safetensors, config.json,
configuration.json, vocab.txt) to a model folder for the page and for npm run caption. With --from the checkpoint is
downloaded and converted at the same time; run again after an interruption, it goes on where it was.

  --out <folder>           where the model goes; a model that is there is replaced
  --from <model>           [modelscope:|huggingface:]owner/name[@revision], e.g.
                           damo/ofa_image-caption_meme_large_zh@v1.0.2
  --hub-host <url>         another site of the hub, e.g. a mirror; may be repeated
  --cache <folder>         where a download stays until it is converted; default: the user's cache
  --precision <list>       one variant for each, separated by commas, e.g. int8,q4; default fp32
  --id <text>              distinguishes models; default: the checkpoint's name
  --title-zh, --title-en   what people see
  --licence <name>         of the weights
  --notice-zh, --notice-en what people should know of data, licence and limits
  --hub <hub>              where a checkpoint folder came from: local, modelscope or huggingface; default local
  --model, --revision      name and revision of the checkpoint there
  --cut-image-codes        leave out the vocabulary's image codes and locations, which captions never hold
  --prompt-positions <n>   longest prompt, and
  --target-positions <n>   longest caption that the model can be run with, in tokens
  --help                   print this

Precisions, the best first; wherever a model runs, it runs the first of its variants that can run there:
${precisionLines()}
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
        from: text,
        'hub-host': { type: 'string', multiple: true, default: [] },
        cache: text,
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

/** What is said of the model on the command line, over what is `known` of it. */
function describeModel(values: Values, known: ModelDescription): ModelDescription {
  const title = values['title-en'] ?? values['title-zh'];
  const { notice } = known.licence;
  return {
    id: values.id ?? known.id,
    title: { zh: values['title-zh'] ?? title ?? known.title.zh, en: title ?? known.title.en },
    licence: {
      name: values.licence ?? known.licence.name,
      notice: { zh: values['notice-zh'] ?? notice.zh, en: values['notice-en'] ?? notice.en },
    },
    source: known.source,
  };
}

/** A description of a model of which only a name is known. */
function named(name: string, source: ModelDescription['source']): ModelDescription {
  return {
    id: name,
    title: { zh: name, en: name },
    licence: { name: '', notice: { zh: '', en: '' } },
    source,
  };
}

function sites(hosts: readonly string[]): readonly string[] | undefined {
  const origins = hosts.map((host) => {
    if (!URL.canParse(host) || !/^https?:/i.test(host)) throw wrong(`--hub-host is no web address: ${host}`);
    return new URL(host).origin;
  });
  return origins.length === 0 ? undefined : origins;
}

function folderSource(values: Values, positionals: readonly string[]) {
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw wrong('One checkpoint folder is needed, or --from');
  const name = basename(resolve(path));
  const { model = name, revision = '' } = values;
  const source: ConvertSource = { kind: 'folder', path };
  return { source, known: named(name, { hub: parseHub(values.hub), model, revision }) };
}

async function hubSource(values: Values, reference: string, positionals: readonly string[]) {
  if (positionals.length > 0) throw wrong('Either a checkpoint folder is needed or --from, not both');
  const repository = parseHubReference(reference);
  const source: ConvertSource = {
    kind: 'hub',
    repository,
    sites: sites(values['hub-host']),
    cacheFolder: values.cache ?? defaultCacheFolder(process.env),
  };
  const entry = await catalogueDescription(repository);
  const known = entry && { ...entry, source: repository };
  return { source, known: known ?? named(repository.model.split('/').at(-1) ?? '', repository) };
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
export async function parseConvertArguments(argv: readonly string[]): Promise<ConvertArguments | null> {
  const { values, positionals } = parseOptions(argv);
  if (values.help) return null;
  const { source, known } =
    values.from === undefined
      ? folderSource(values, positionals)
      : await hubSource(values, values.from, positionals);
  if (values.out === undefined || values.out === '') throw wrong('--out <model folder> is needed');
  return {
    source,
    modelFolder: values.out,
    options: {
      description: describeModel(values, known),
      precisions: parsePrecisions(values.precision),
      graphs: graphOptions(values),
    },
  };
}
