/** The names of the tokens that steer the model. None of them is ever part of a caption. */
export const specialTokens = { bos: '<s>', pad: '<pad>', eos: '</s>', unk: '<unk>', mask: '<mask>' } as const;

/** Image codes and location bins, which OFA's tokenizers append to the vocabulary file. */
const imageCodes = 8192;
const locationBins = 1000;

export interface Vocabulary {
  /** Number of ids, the added tokens included. */
  readonly size: number;
  readonly bosId: number;
  readonly padId: number;
  readonly eosId: number;
  readonly unkId: number;
  readonly specialIds: ReadonlySet<number>;
  /** Id of a word piece: a line of the vocabulary file or a special token, but no added token. */
  pieceId(piece: string): number | undefined;
  /** Id of a special or added token, which text is cut at before anything else happens to it. */
  unsplitId(token: string): number | undefined;
  /** The token of an id; `<unk>` where no token has this id. */
  token(id: number): string;
  /** True for `<code_…>` and `<bin_…>`. */
  isAdded(id: number): boolean;
}

/**
 * Reads `vocab.txt` (reference/README.md, section 4): one token a line, its id the line's number. Only LF or CRLF
 * ends a line, because some lines hold U+2028. Of equal lines the later one gives the id, and every equal line
 * moves the added tokens one id forward: they are counted from the number of different tokens.
 */
export function createVocabulary(text: string): Vocabulary {
  const pieceIds = new Map<string, number>();
  for (const [id, line] of splitLines(text).entries()) pieceIds.set(line, id);
  const { bos, pad, eos, unk, mask } = specialTokens;
  for (const token of [bos, eos, unk, pad, mask]) {
    if (!pieceIds.has(token)) pieceIds.set(token, pieceIds.size);
  }

  const addedIds = new Map<string, number>();
  const add = (token: string) => {
    if (!pieceIds.has(token)) addedIds.set(token, pieceIds.size + addedIds.size);
  };
  for (let code = 0; code < imageCodes; code++) add(`<code_${code}>`);
  for (let bin = 0; bin < locationBins; bin++) add(`<bin_${bin}>`);

  const tokens = new Map<number, string>();
  for (const [token, id] of [...pieceIds, ...addedIds]) tokens.set(id, token);
  const added = new Set(addedIds.values());
  const special = new Map(
    Object.values(specialTokens).map((token) => [token as string, pieceIds.get(token)!]),
  );

  return {
    size: pieceIds.size + addedIds.size,
    bosId: special.get(bos)!,
    padId: special.get(pad)!,
    eosId: special.get(eos)!,
    unkId: special.get(unk)!,
    specialIds: new Set(special.values()),
    pieceId: (piece) => pieceIds.get(piece),
    unsplitId: (token) => special.get(token) ?? addedIds.get(token),
    token: (id) => tokens.get(id) ?? unk,
    isAdded: (id) => added.has(id),
  };
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
