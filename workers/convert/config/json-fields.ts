/** Fields of a checkpoint's JSON files, checked one by one: what is wrong is said with the file and the field. */
import { OfaError } from '../../protocol/errors.ts';
import { inWords } from '../../protocol/in-words.ts';
import type { SourceFolder } from '../source/source-folder.ts';
import { readText } from '../source/source-folder.ts';

export interface NumberLimits {
  readonly minimum?: number;
  readonly maximum?: number;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export class JsonFields {
  readonly #file: string;
  /** Names of the objects around this one, with a final dot, or ''. */
  readonly #prefix: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(file: string, values: Readonly<Record<string, unknown>>, prefix = '') {
    this.#file = file;
    this.#values = values;
    this.#prefix = prefix;
  }

  /** The error for a field whose value cannot be right. */
  invalid(name: string, reason: string): OfaError {
    const field = this.#prefix + name;
    return new OfaError('config-invalid', `${this.#file}: ${field} ${reason}`, { file: this.#file, field });
  }

  /** The error for a field whose value may be right for another program. */
  unsupported(name: string, reason: string): OfaError {
    const field = this.#prefix + name;
    return new OfaError('model-unsupported', `${this.#file}: ${field} ${reason}`, {
      file: this.#file,
      field,
    });
  }

  names(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** The value as it stands, undefined if there is none. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  /** The value, or `fallback` where the field is absent; null is a value, and mostly a wrong one. */
  #or(name: string, fallback: unknown): unknown {
    const value = this.raw(name);
    return value === undefined ? fallback : value;
  }

  /** What was given, for messages. */
  #given(name: string): string {
    return inWords(this.raw(name));
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.#or(name, fallback);
    if (typeof value !== 'boolean')
      throw this.invalid(name, `must be true or false, not ${this.#given(name)}`);
    return value;
  }

  text(name: string, fallback?: string): string {
    const value = this.#or(name, fallback);
    if (typeof value !== 'string') throw this.invalid(name, `must be a text, not ${this.#given(name)}`);
    return value;
  }

  number(
    name: string,
    fallback: number,
    { minimum = -Infinity, maximum = Infinity }: NumberLimits = {},
  ): number {
    const value = this.#or(name, fallback);
    if (typeof value !== 'number' || value < minimum || value > maximum) {
      throw this.invalid(name, `is out of range: ${this.#given(name)}`);
    }
    return value;
  }

  integer(name: string, fallback: number, limits: NumberLimits = {}): number {
    const value = this.number(name, fallback, limits);
    if (!Number.isInteger(value)) throw this.invalid(name, `must be a whole number, not ${value}`);
    return value;
  }

  /** One of `choices`; any other text is unsupported rather than wrong. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback?: string): Choice {
    const text = this.text(name, fallback);
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) {
      throw this.unsupported(name, `is ${text}; only ${choices.join(', ')} can be converted`);
    }
    return choice;
  }

  /** The object of that name; an empty one if there is none. */
  section(name: string): JsonFields {
    const value = this.#or(name, {});
    if (!isRecord(value)) throw this.invalid(name, 'must be an object');
    return new JsonFields(this.#file, value, `${this.#prefix}${name}.`);
  }
}

/**
 * The object in a JSON file, or undefined if the folder has no such file.
 * @throws OfaError `config-invalid` if it is not a JSON object.
 */
export async function readJsonFields(
  signal: AbortSignal,
  folder: SourceFolder,
  file: string,
): Promise<JsonFields | undefined> {
  const text = await readText(signal, folder, file);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OfaError('config-invalid', `${file} is not JSON`, { file }, error);
  }
  if (!isRecord(value)) throw new OfaError('config-invalid', `${file} is no JSON object`, { file });
  return new JsonFields(file, value);
}

/**
 * As `readJsonFields`, for a file that must be there.
 * @throws OfaError `model-not-found` if it is not.
 */
export async function requireJsonFields(
  signal: AbortSignal,
  folder: SourceFolder,
  file: string,
): Promise<JsonFields> {
  const fields = await readJsonFields(signal, folder, file);
  if (fields === undefined) throw new OfaError('model-not-found', `the folder has no ${file}`, { file });
  return fields;
}
