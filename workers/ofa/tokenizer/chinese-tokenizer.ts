import { splitWords } from './basic-tokenizer.ts';
import { cleanUpBlanks, detokenizeChinese, joinPieces } from './decoded-text.ts';
import type { DecodeOptions, Tokenizer } from './tokenizer.ts';
import { createVocabulary } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';
import { wordPieceIds } from './word-piece.ts';

/** The form of every special and added token; whether there is such a token the vocabulary says. */
const tokenInAngles = /(<[^<>]*>)/u;

/**
 * The tokenizer of OFA's Chinese models: BERT's basic tokenizer and WordPiece over `vocab.txt`, whose text this takes
 * (reference/README.md, sections 4 to 6).
 */
export function createChineseTokenizer(vocabularyText: string): Tokenizer {
  const vocabulary = createVocabulary(vocabularyText);
  const encode = (text: string) => encodeText(vocabulary, text);
  return {
    bosId: vocabulary.bosId,
    padId: vocabulary.padId,
    eosId: vocabulary.eosId,
    unkId: vocabulary.unkId,
    vocabularySize: vocabulary.size,
    encode,
    encodePrompt: (text, maxSourceLength = 256) => [
      vocabulary.bosId,
      ...encode(text).slice(0, maxSourceLength),
      vocabulary.eosId,
    ],
    decode: (ids, options) => decodeIds(vocabulary, ids, options),
  };
}

function encodeText(vocabulary: Vocabulary, text: string): number[] {
  // Character by character, so that a capital sigma at a word's end becomes no final sigma.
  const lowerCased = Array.from(text, (character) => character.toLowerCase()).join('');
  return lowerCased.split(tokenInAngles).flatMap((part) => {
    const id = vocabulary.unsplitId(part);
    return id === undefined ? encodeOrdinaryText(vocabulary, part) : [id];
  });
}

function encodeOrdinaryText(vocabulary: Vocabulary, text: string): number[] {
  const words = splitWords(text, (word) => isSpecialToken(vocabulary, word));
  return words.flatMap(
    (word) => wordPieceIds(word, (piece) => vocabulary.pieceId(piece)) ?? [vocabulary.unkId],
  );
}

function isSpecialToken(vocabulary: Vocabulary, word: string): boolean {
  const id = vocabulary.pieceId(word);
  return id !== undefined && vocabulary.specialIds.has(id);
}

function decodeIds(
  vocabulary: Vocabulary,
  ids: readonly number[],
  { skipSpecialTokens = true, detokenize = true }: DecodeOptions = {},
): string {
  const kept = skipSpecialTokens ? ids.filter((id) => !vocabulary.specialIds.has(id)) : ids;
  const text = cleanUpBlanks(joinTokens(vocabulary, kept)).trim();
  return detokenize ? detokenizeChinese(text) : text;
}

/** Word pieces joined to words, separated by blanks; an added token is a word of its own. */
function joinTokens(vocabulary: Vocabulary, ids: readonly number[]): string {
  const texts: string[] = [];
  let pieces: string[] = [];
  const endPieces = () => {
    if (pieces.length > 0) texts.push(joinPieces(pieces));
    pieces = [];
  };
  for (const id of ids) {
    if (vocabulary.isAdded(id)) {
      endPieces();
      texts.push(vocabulary.token(id));
    } else {
      pieces.push(vocabulary.token(id));
    }
  }
  endPieces();
  return texts.join(' ');
}
