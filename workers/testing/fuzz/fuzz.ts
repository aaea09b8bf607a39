/**
 * Feeds a reader inputs that are made at random but the same on every run. An input that made something new happen joins
 * those that further ones are made of, so that the run works its way into the reader.
 *
 * `FUZZ_SECONDS=60 npx vitest run --project unit fuzz` fuzzes each target for that long, from a start of its own that is
 * printed; `FUZZ_SEED` repeats such a run. With `FUZZ_KEEP=1` what made something new happen is kept for all runs to come.
 */
import { randomNumbers } from '../random.ts';
import { keepInputs, keptInputs } from './kept-corpus.ts';

/** A whole number from 0 to below `limit`. */
export type Random = (limit: number) => number;

export interface FuzzTarget<Input> {
  /** Of the file in which its inputs are kept. */
  readonly name: string;
  /** Inputs to begin with: sound ones, and those that once broke the reader. */
  readonly corpus: readonly Input[];
  /** A new input out of two of the corpus. */
  vary(random: Random, input: Input, other: Input): Input;
  /** Reads the input and says in a few words what happened; throws where a promise is broken (`outcomeOf`). */
  run(input: Input): Promise<string> | string;
  /** The input as text. */
  print(input: Input): string;
  /** The input of a text. */
  parse(text: string): Input;
}

export interface FuzzReport {
  readonly executions: number;
  /** Things that happened, all different. */
  readonly outcomes: readonly string[];
}

/** What one input may take. Far more than any needs, yet a reader that hangs is told from one that is slow. */
const mostMilliseconds = 5_000;
/** Inputs that are kept to make others of. */
const mostKept = 400;

const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const chosenSeed = process.env.FUZZ_SEED;
const keepsInputs = process.env.FUZZ_KEEP === '1';

function startSeed(): number {
  if (chosenSeed !== undefined) return Number(chosenSeed);
  return seconds > 0 ? Date.now() % 2 ** 30 : 1;
}

async function runOne<Input>(target: FuzzTarget<Input>, input: Input, what: string): Promise<string> {
  const start = performance.now();
  try {
    const outcome = await target.run(input);
    if (performance.now() - start > mostMilliseconds) throw new Error('It took far too long');
    return outcome;
  } catch (error) {
    throw new Error(`${what} broke a promise: ${target.print(input)}`, { cause: error });
  }
}

/**
 * Runs the corpus, then inputs made of it.
 * @param executions as many inputs are made; the environment's `FUZZ_SECONDS`, if set, takes their place.
 * @throws Error with the seed and the input, and what went wrong as its cause.
 */
export async function fuzz<Input>(target: FuzzTarget<Input>, executions: number): Promise<FuzzReport> {
  const seed = startSeed();
  const random = randomNumbers(seed * 2_654_435_761);
  const outcomes = new Set<string>();
  const kept = [...target.corpus, ...keptInputs(target.name).map((text) => target.parse(text))];
  const fresh: Input[] = [];
  for (const [index, input] of kept.entries()) {
    outcomes.add(await runOne(target, input, `Member ${index} of the corpus`));
  }
  const end = performance.now() + seconds * 1000;
  let done = 0;
  while (seconds > 0 ? performance.now() < end : done < executions) {
    const input = target.vary(random, kept[random(kept.length)], kept[random(kept.length)]);
    done += 1;
    const outcome = await runOne(target, input, `Execution ${done} of seed ${seed}`);
    if (!outcomes.has(outcome)) {
      if (kept.length < mostKept) kept.push(input);
      fresh.push(input);
    }
    outcomes.add(outcome);
  }
  if (keepsInputs)
    keepInputs(
      target.name,
      fresh.map((input) => target.print(input)),
    );
  if (seconds > 0) console.info(`seed ${seed}: ${done} executions, ${outcomes.size} outcomes`);
  return { executions: done, outcomes: [...outcomes] };
}
