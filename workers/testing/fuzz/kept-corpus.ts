/**
 * Inputs that once made something new happen, kept from run to run in `corpus/`, a file for each target: one input on each
 * line, as a string of JSON. Every run begins with them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Longer ones are left out: they take more room than they are worth. */
const mostLength = 1_000;
const mostInputs = 100;

const folder = new URL('corpus/', import.meta.url);

const fileOf = (target: string): URL => new URL(`${target}.jsonl`, folder);

/** The inputs of a target as its `print` gave them; none where none were kept. */
export function keptInputs(target: string): readonly string[] {
  const file = fileOf(target);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as string);
}

/** Adds inputs to those of a target, as far as there is room. */
export function keepInputs(target: string, inputs: readonly string[]): void {
  const short = inputs.filter(({ length }) => length <= mostLength);
  const kept = [...new Set([...keptInputs(target), ...short])].slice(0, mostInputs);
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(target), kept.map((input) => `${JSON.stringify(input)}\n`).join(''));
}
