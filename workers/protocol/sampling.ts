import { OfaError } from './errors.ts';

/** Captions drawn at random instead of searched for: another batch. */
export interface Sampling {
  /** Captions wanted, 1 to 64. */
  readonly count: number;
  /** A whole number from 0 to 2 ** 32 - 1: the same seed, picture, model, backend and options give the same captions. */
  readonly seed: number;
  /**
   * Above 1 unlikely words are drawn more often, below 1 less; it comes on top of the setting of the same name. Default
   * `neutralDrawing`.
   */
  readonly temperature?: number;
  /** Above 0, at most 1: words are drawn of the likeliest that share this probability. Default `neutralDrawing`. */
  readonly topP?: number;
  /** Texts that must not come again, such as those on show. Punctuation, blanks and letter case do not count. */
  readonly exclude?: readonly string[];
}

/** Readable and yet different every time; on the built-in model a wider nucleus brings nonsense. */
const neutralDrawing = { temperature: 1, topP: 0.7 } as const;

interface Limit {
  readonly name: string;
  readonly expected: string;
  readonly allows: (value: number) => boolean;
}

const limits: Readonly<Record<'count' | 'seed' | 'temperature' | 'topP', Limit>> = {
  count: {
    name: 'sample',
    expected: 'a whole number from 1 to 64',
    allows: (value) => Number.isInteger(value) && value >= 1 && value <= 64,
  },
  seed: {
    name: 'seed',
    expected: `a whole number from 0 to ${2 ** 32 - 1}`,
    allows: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  },
  temperature: {
    name: 'sample_temperature',
    expected: 'a number above 0',
    allows: (value) => Number.isFinite(value) && value > 0,
  },
  topP: {
    name: 'top_p',
    expected: 'a number above 0, at most 1',
    allows: (value) => value > 0 && value <= 1,
  },
};

/**
 * What is asked for, with defaults in place of what is left open.
 *
 * @throws OfaError `setting-invalid` naming what is out of range
 */
export function completeSampling(sampling: Sampling): Required<Sampling> {
  const { count, seed, temperature, topP } = { ...neutralDrawing, ...sampling };
  const values = { count, seed, temperature, topP };
  for (const [key, { name, expected, allows }] of Object.entries(limits)) {
    const value = values[key as keyof typeof limits];
    if (!allows(value)) {
      throw new OfaError('setting-invalid', `${name} must be ${expected}, not ${value}`, { setting: name });
    }
  }
  return { ...values, exclude: sampling.exclude ?? [] };
}
