/** Image codes and location bins, which OFA's tokenizers append to the vocabulary file. */
const imageCodes = 8192;
const locationBins = 1000;

const unknown = '<unk>';

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
 * ends a line, because some lines hold U+2028. Of equal lines the later one gives the id, and the added tokens' ids
 * begin one lower for every repetition: they are counted from the number of different tokens.
 */
export function createVocabulary(text: string): Vocabulary {
  const pieceIds = new Map<string, number>();
  for (const [id, line] of splitLines(text).entries()) pieceIds.set(line, id);
  const specials = new Map<string, number>();
  const specialId = (token: string): number => {
    const id = pieceIds.get(token) ?? pieceIds.size;
    pieceIds.set(token, id);
    specials.set(token, id);
    return id;
  };
  const bosId = specialId('<s>');
  const eosId = specialId('</s>');
  const unkId = specialId(unknown);
  const padId = specialId('<pad>');
  specialId('<mask>');

  const addedIds = new Map<string, number>();
  const add = (token: string) => {
    if (!pieceIds.has(token)) addedIds.set(token, pieceIds.size + addedIds.size);
  };
  for (let code = 0; code < imageCodes; code++) add(`<code_${code}>`);
  for (let bin = 0; bin < locationBins; bin++) add(`<bin_${bin}>`);

  const tokens = new Map<number, string>();
  for (const [token, id] of [...pieceIds, ...addedIds]) tokens.set(id, token);
  const added = new Set(addedIds.values());

  return {
    size: pieceIds.size + addedIds.size,
    bosId,
    padId,
    eosId,
    unkId,
    specialIds: new Set(specials.values()),
    pieceId: (piece) => pieceIds.get(piece),
    unsplitId: (token) => specials.get(token) ?? addedIds.get(token),
    token: (id) => tokens.get(id) ?? unknown,
    isAdded: (id) => added.has(id),
  };
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
