/** Text to token ids and back. */

export interface DecodeOptions {
  /** Leave out bos, pad, eos, unk and mask. Default true. */
  readonly skipSpecialTokens?: boolean;
  /** Remove the blanks that a language written without them must not have. Default true. */
  readonly detokenize?: boolean;
}

export interface Tokenizer {
  readonly bosId: number;
  readonly padId: number;
  readonly eosId: number;
  readonly unkId: number;
  /** Number of ids, the added tokens (image codes and location bins) included. */
  readonly vocabularySize: number;
  /** The ids of a text, without bos and eos. Text without any token gives `[]`. */
  encode(text: string): number[];
  /**
   * The encoder's input: bos, the text's first `maxSourceLength` ids (default 256: `max_src_length` of
   * configuration.json), eos.
   */
  encodePrompt(text: string, maxSourceLength?: number): number[];
  /** What a person reads: special tokens dropped, word pieces joined, blanks tidied. Cheap enough for every step. */
  decode(ids: readonly number[], options?: DecodeOptions): string;
}
