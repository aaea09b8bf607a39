/** A row and the token that may continue it. */
export interface Candidate {
  /** Index of the row that it continues. */
  readonly row: number;
  readonly token: number;
  /** Sum of the log-probabilities of the row and the token. */
  readonly score: number;
}

/**
 * Keeps the best `capacity` candidates of all that are offered, without sorting the vocabulary: a new one is inserted
 * only if it beats the worst kept. Among equal scores the one offered first stays first, so order is by row, then token.
 * Impossible candidates (minus infinity or NaN) are never kept.
 */
export class TopCandidates {
  readonly #capacity: number;
  readonly #kept: Candidate[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Offers every token of a row: `logProbabilities` has one value per token, `score` is the row's own so far. */
  offerRow(row: number, logProbabilities: Float32Array, score: number): void {
    let threshold = this.#threshold();
    for (let token = 0; token < logProbabilities.length; token++) {
      const candidateScore = Math.fround(logProbabilities[token] + score);
      if (candidateScore > threshold) {
        this.#insert({ row, token, score: candidateScore });
        threshold = this.#threshold();
      }
    }
  }

  /** Best first. */
  list(): readonly Candidate[] {
    return this.#kept;
  }

  /** What a candidate must exceed to be kept. */
  #threshold(): number {
    return this.#kept.length < this.#capacity ? -Infinity : this.#kept[this.#capacity - 1].score;
  }

  #insert(candidate: Candidate): void {
    let position = this.#kept.length;
    while (position > 0 && this.#kept[position - 1].score < candidate.score) position--;
    this.#kept.splice(position, 0, candidate);
    if (this.#kept.length > this.#capacity) this.#kept.pop();
  }
}
