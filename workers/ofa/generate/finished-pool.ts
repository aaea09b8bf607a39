/** A hypothesis that has ended. */
export interface FinishedHypothesis {
  /** Without the leading bos, with the final eos; starts with the prefix, where one was given. */
  readonly tokens: readonly number[];
  /** Normalised as the settings say; higher is better. */
  readonly score: number;
  /** Log-probability of each token of `tokens`; they add up to the score before it is normalised. */
  readonly positionalScores: readonly number[];
}

/** The hypotheses that have ended so far: the first `capacity` of them, whatever their scores. */
export class FinishedPool {
  readonly #capacity: number;
  readonly #hypotheses: FinishedHypothesis[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get isFull(): boolean {
    return this.#hypotheses.length >= this.#capacity;
  }

  /** Takes a hypothesis, unless the pool is full. */
  add(hypothesis: FinishedHypothesis): void {
    if (!this.isFull) this.#hypotheses.push(hypothesis);
  }

  /** Best first; equal scores in the order in which they ended. */
  bestFirst(): readonly FinishedHypothesis[] {
    return this.#hypotheses.toSorted((first, second) => second.score - first.score);
  }
}
