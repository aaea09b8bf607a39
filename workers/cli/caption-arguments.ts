import { parseArgs } from 'node:util';
import { OfaError } from '../protocol/errors.ts';
import { parseSettingTexts, settingKeys, settingName } from '../protocol/generation-settings.ts';
import type { Resolution } from '../protocol/caption-service.ts';
import type { GenerationSettings } from '../protocol/generation.ts';

export interface CaptionArguments {
  readonly folder: string;
  readonly images: readonly string[];
  /** One JSON object on standard output, and nothing else. */
  readonly json: boolean;
  /** A variant's name, or undefined for the model's first for CPUs. */
  readonly variant: string | undefined;
  readonly settings: Partial<GenerationSettings>;
  readonly resolution: Resolution;
}

export const captionUsage = `Usage: npm run caption -- <model folder> <image…> [options]

Captions pictures with a converted model.

  --json               print one JSON object: {"images": [{"file", "hypotheses", "timings"}]}
  --variant <name>     run this variant of the model
  --fast               let the network see a smaller picture, where the model can; approximate
  --set <name>=<value> change a generation setting; may be repeated
  --help               print this

Settings: ${settingKeys.map(settingName).join(', ')}
`;

/**
 * The command line of `npm run caption`; null if it asks for help.
 *
 * @throws OfaError `setting-invalid` for what it does not know or misses
 */
export function parseCaptionArguments(argv: readonly string[]): CaptionArguments | null {
  const { values, positionals } = parseOptions(argv);
  if (values.help) return null;
  const [folder, ...images] = positionals;
  if (folder === undefined || images.length === 0) {
    throw new OfaError('setting-invalid', 'A model folder and at least one image are needed');
  }
  return {
    folder,
    images,
    json: values.json,
    variant: values.variant,
    settings: parseSettingTexts(values.set),
    resolution: values.fast ? 'fast' : 'full',
  };
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        fast: { type: 'boolean', default: false },
        variant: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new OfaError('setting-invalid', error instanceof Error ? error.message : String(error), {}, error);
  }
}
