/** Beam search results of the PyTorch reference (reference/README.md, section 2), for tests. */
import { readFileSync } from 'node:fs';
import { referencePath } from './reference.ts';

interface GoldenHypothesis {
  /** Without the leading bos, with the final eos. */
  readonly tokens: readonly number[];
  readonly score: number;
  readonly positional_scores: readonly number[];
  readonly decoded: string;
  readonly text: string;
}

export interface GoldenCase {
  readonly name: string;
  readonly trie: boolean;
  /** Changes to the settings in nano-zh's `configuration.json`, under the reference's names. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly prefix_tokens?: readonly number[];
  /** Smallest distance between neighbouring candidates; below a tolerance, rows may change places. */
  readonly order_gap: number;
  readonly ties: boolean;
  /** Best first. */
  readonly hyps: readonly GoldenHypothesis[];
}

export interface GoldenImage {
  readonly name: string;
  /** Relative to `reference/nano-zh/golden/`. */
  readonly file: string;
  readonly cases: readonly GoldenCase[];
}

export interface GoldenBeams {
  readonly tokenizer_length: number;
  readonly prompt: string;
  /** The prompt's tokens, `[bos, …, eos]`. */
  readonly input_ids: readonly number[];
  readonly trie_answers: readonly string[];
  /** From bos to eos. */
  readonly trie_sequences: readonly (readonly number[])[];
  readonly images: readonly GoldenImage[];
}

export interface GoldenStep {
  /** One row per beam, from bos. */
  readonly tokens: readonly (readonly number[])[];
  /** Best first; null is minus infinity. */
  readonly cand_scores: readonly (number | null)[];
  readonly cand_tokens: readonly number[];
  readonly cand_beams: readonly number[];
}

/** All images with all their cases. */
export function goldenBeams(): GoldenBeams {
  return readGolden('golden.json') as GoldenBeams;
}

/** The steps of a case, e.g. `photo_640x360/default`. */
export function goldenSteps(name: string): readonly GoldenStep[] {
  const steps = (readGolden('beam_steps.json') as Record<string, readonly GoldenStep[]>)[name];
  if (steps === undefined) throw new Error(`beam_steps.json has no case ${name}`);
  return steps;
}

function readGolden(file: string): unknown {
  return JSON.parse(readFileSync(referencePath(`nano-zh/golden/${file}`), 'utf8'));
}
