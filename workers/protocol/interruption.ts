/**
 * One thing that ends every wait for another, such as the loss of a device. Unlike `Promise.race` with a promise that
 * lives as long as the page, it does not hold on to every result that it was ever raced with
 * (https://github.com/nodejs/node/issues/17469).
 */
export class Interruption {
  readonly #waits = new Set<(reason: Error) => void>();
  #reason: Error | null = null;

  /** Ends every wait that is under way, and from now on every new one at once. Only the first reason counts. */
  interrupt(reason: Error): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    for (const end of this.#waits) end(reason);
  }

  /** Settles as `work` does, or rejects with the reason of an interruption that comes before. */
  unlessInterrupted<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#reason !== null) reject(this.#reason);
      this.#waits.add(reject);
      void work.then(resolve, reject).finally(() => this.#waits.delete(reject));
    });
  }
}
