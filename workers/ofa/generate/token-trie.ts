interface TrieNode {
  readonly children: Map<number, TrieNode>;
}

/**
 * The answers that generation is restricted to, as token sequences from bos to eos
 * (reference/README.md, section 5, Trie).
 */
export class TokenTrie {
  readonly #root: TrieNode = { children: new Map() };
  readonly #eos: number;

  /** `sequences` start with bos and end with `eos`. */
  constructor(sequences: Iterable<readonly number[]>, eos: number) {
    this.#eos = eos;
    for (const sequence of sequences) {
      let node = this.#root;
      for (const token of sequence) {
        const child = node.children.get(token) ?? { children: new Map() };
        node.children.set(token, child);
        node = child;
      }
    }
  }

  /** Tokens that may follow `tokens` (from bos). A sequence that has left the trie may only end. */
  next(tokens: readonly number[]): readonly number[] {
    let node = this.#root;
    for (const token of tokens) {
      const child = node.children.get(token);
      if (child === undefined) return [this.#eos];
      node = child;
    }
    return [...node.children.keys()];
  }
}
