import { comparableText } from '../protocol/comparable-text.ts';

/** Keeps captions from coming twice: those that were shown before, and those that are there already. */
export class NewCaptions {
  readonly #taken: Set<string>;

  constructor(shownBefore: readonly string[]) {
    this.#taken = new Set(shownBefore.map(comparableText));
  }

  /** True if the text was not there yet; from now on it is. */
  take(text: string): boolean {
    const comparable = comparableText(text);
    if (this.#taken.has(comparable)) return false;
    this.#taken.add(comparable);
    return true;
  }

  get size(): number {
    return this.#taken.size;
  }

  has(text: string): boolean {
    return this.#taken.has(comparableText(text));
  }
}
