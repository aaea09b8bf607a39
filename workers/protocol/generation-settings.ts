/**
 * Names, defaults and limits of the caption generator's settings, for `configuration.json` and for a person who sets
 * them by hand (reference/README.md, section 4, `beam_search`).
 */
import { OfaError } from './errors.ts';
import { inWords } from './in-words.ts';
import type { GenerationSettings } from './generation.ts';

/** One setting: its name in the reference, and the value that a given one stands for, or undefined if it is none. */
interface Setting<Value> {
  readonly name: string;
  /** For error messages. */
  readonly expected: string;
  readonly parse: (value: unknown) => Value | undefined;
}

function integer(name: string, minimum: number, maximum: number): Setting<number> {
  return {
    name,
    expected: `a whole number from ${minimum} to ${maximum}`,
    parse: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
        ? value
        : undefined,
  };
}

function decimal(name: string, expected: string, allowed: (value: number) => boolean): Setting<number> {
  return {
    name,
    expected,
    parse: (value) =>
      typeof value === 'number' && Number.isFinite(value) && allowed(value) ? value : undefined,
  };
}

function flag(name: string): Setting<boolean> {
  return {
    name,
    expected: 'true or false',
    parse: (value) => (typeof value === 'boolean' ? value : undefined),
  };
}

function isRange(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((id) => Number.isInteger(id) && (id as number) >= 0) &&
    Number(value[0]) <= Number(value[1])
  );
}

/** Null, `[a, b]`, or the reference's text `a,b`. */
function parseRange(value: unknown): readonly [number, number] | null | undefined {
  if (value === null) return null;
  const pair = typeof value === 'string' ? value.split(',').map((id) => Number(id.trim() || NaN)) : value;
  return isRange(pair) ? [pair[0], pair[1]] : undefined;
}

/** Captions have a few dozen tokens; a beam of hundreds would take minutes and gigabytes. */
const longest = 1024;
const widestBeam = 64;

const settings: { readonly [Key in keyof GenerationSettings]: Setting<GenerationSettings[Key]> } = {
  beamSize: integer('beam_size', 1, widestBeam),
  maxLenA: decimal('max_len_a', 'a number of at least 0', (value) => value >= 0),
  maxLenB: integer('max_len_b', 0, longest),
  minLen: integer('min_len', 0, longest),
  normalizeScores: flag('normalize_scores'),
  lenPenalty: decimal('len_penalty', 'a number', () => true),
  unkPenalty: decimal('unk_penalty', 'a number', () => true),
  temperature: decimal('temperature', 'a number above 0', (value) => value > 0),
  matchSourceLen: flag('match_source_len'),
  noRepeatNgramSize: integer('no_repeat_ngram_size', 0, longest),
  constraintRange: { name: 'constraint_range', expected: 'two token ids a,b with a ≤ b', parse: parseRange },
  zeroShot: flag('zero_shot'),
  ignoreEos: flag('ignore_eos'),
  genCode: flag('gen_code'),
  genBox: flag('gen_box'),
};

/** What the reference takes and does not look at. */
const ignoredNames = new Set(['max_len', 'eos', 'symbols_to_strip_from_output']);

/** What captioning models generate with unless their configuration says otherwise. */
export const defaultGenerationSettings: GenerationSettings = {
  beamSize: 5,
  maxLenA: 0,
  maxLenB: 16,
  minLen: 1,
  normalizeScores: true,
  lenPenalty: 1,
  unkPenalty: 0,
  temperature: 1,
  matchSourceLen: false,
  noRepeatNgramSize: 3,
  constraintRange: null,
  zeroShot: false,
  ignoreEos: false,
  genCode: false,
  genBox: false,
};

export const settingKeys = Object.keys(settings) as readonly (keyof GenerationSettings)[];

/** The reference's name of a setting, e.g. `beam_size`. */
export function settingName(key: keyof GenerationSettings): string {
  return settings[key].name;
}

/**
 * A setting's value, checked.
 * @throws OfaError `setting-invalid` naming the setting.
 */
export function parseSetting<Key extends keyof GenerationSettings>(
  key: Key,
  value: unknown,
): GenerationSettings[Key] {
  const { name, expected, parse } = settings[key];
  const parsed = parse(value);
  if (parsed === undefined) {
    const message = `${name} must be ${expected}, not ${inWords(value)}`;
    throw new OfaError('setting-invalid', message, { setting: name });
  }
  return parsed;
}

/**
 * Settings by the reference's names, such as the object `beam_search`; what the reference ignores is left out.
 * @throws OfaError `setting-invalid` naming a setting that is unknown or out of range.
 */
export function parseSettings(named: Readonly<Record<string, unknown>>): Partial<GenerationSettings> {
  const parsed: [string, unknown][] = [];
  for (const [name, value] of Object.entries(named)) {
    if (ignoredNames.has(name)) continue;
    const key = settingKeys.find((candidate) => settings[candidate].name === name);
    if (key === undefined) {
      const known = settingKeys.map((candidate) => settings[candidate].name).join(', ');
      throw new OfaError('setting-invalid', `There is no setting ${name}; there are ${known}`, {
        setting: name,
      });
    }
    parsed.push([key, parseSetting(key, value)]);
  }
  return Object.fromEntries(parsed);
}

/** A value as a person types it: JSON where it is JSON, else the text itself. */
function typedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Settings from texts of the form `name=value`, as the command line takes them.
 * @throws OfaError `setting-invalid`.
 */
export function parseSettingTexts(texts: readonly string[]): Partial<GenerationSettings> {
  const pairs = texts.map((text): [string, unknown] => {
    const at = text.indexOf('=');
    if (at < 1)
      throw new OfaError('setting-invalid', `${text} is not of the form name=value`, { setting: text });
    return [text.slice(0, at).trim(), typedValue(text.slice(at + 1))];
  });
  return parseSettings(Object.fromEntries(pairs));
}
