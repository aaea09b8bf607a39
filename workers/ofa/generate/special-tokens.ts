/** Ids of the tokens that the search treats by name; every tokenizer has them. */
export interface SpecialTokens {
  /** Every row starts with it. */
  readonly bosId: number;
  /** Never generated. */
  readonly padId: number;
  /** Ends a hypothesis. */
  readonly eosId: number;
  /** Subject to `unkPenalty`. */
  readonly unkId: number;
}
