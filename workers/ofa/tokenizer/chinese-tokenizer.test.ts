import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referencePath } from '../../testing/reference.ts';
import { createChineseTokenizer } from './chinese-tokenizer.ts';
import { detokenizeChinese } from './decoded-text.ts';

interface ReferenceRows {
  readonly length: number;
  readonly first_added_id: number;
  readonly encode: readonly { readonly text: string; readonly ids: number[] }[];
  readonly encode_prompt: readonly { readonly text: string; readonly ids: number[] }[];
  readonly decode: readonly {
    readonly ids: number[];
    readonly decode_all: string;
    readonly decode: string;
    readonly text: string;
  }[];
  readonly detokenizer: readonly { readonly input: string; readonly output: string }[];
}

const reference = JSON.parse(readFileSync(referencePath('tokenizer/zh.json'), 'utf8')) as ReferenceRows;
const vocabularyText = readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8');
const tokenizer = createChineseTokenizer(vocabularyText);

describe('the Chinese tokenizer equals the reference', () => {
  it.each(reference.encode)('encodes $text', ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  it.each(reference.encode_prompt)('encodes the prompt $text', ({ text, ids }) => {
    expect(tokenizer.encodePrompt(text)).toEqual(ids);
  });

  it.each(reference.decode)('decodes $ids', (row) => {
    expect(tokenizer.decode(row.ids, { skipSpecialTokens: false, detokenize: false })).toBe(row.decode_all);
    expect(tokenizer.decode(row.ids, { detokenize: false })).toBe(row.decode);
    expect(tokenizer.decode(row.ids)).toBe(row.text);
  });

  it.each(reference.detokenizer)('detokenizes $input', ({ input, output }) => {
    expect(detokenizeChinese(input)).toBe(output);
  });

  it('has the reference’s ids', () => {
    const { bosId, padId, eosId, unkId, vocabularySize } = tokenizer;
    expect([bosId, padId, eosId, unkId]).toEqual([0, 1, 2, 3]);
    expect(vocabularySize).toBe(reference.length);
    expect(tokenizer.encode('<code_0>')).toEqual([reference.first_added_id]);
  });
});

describe('encoding', () => {
  it('keeps at most the asked number of prompt ids between bos and eos', () => {
    expect(tokenizer.encodePrompt('图片描述了什么?', 3)).toEqual([0, 95, 96, 97, 2]);
  });

  it('leaves a special token whole that only appears once invisible characters are gone', () => {
    expect(tokenizer.encode('<s\u200B>')).toEqual([tokenizer.bosId]);
  });

  it('takes an added token only as it stands', () => {
    expect(tokenizer.encode('<code_0\u200B>')).not.toEqual(tokenizer.encode('<code_0>'));
  });
});

describe('the vocabulary file', () => {
  const special = '<s>\n<pad>\n</s>\n<unk>\n<mask>\n';

  it('may end its lines with CRLF and its last line with nothing', () => {
    const windows = createChineseTokenizer(vocabularyText.trimEnd().replaceAll('\n', '\r\n'));
    expect(windows.vocabularySize).toBe(reference.length);
    expect(windows.encode('hello 图')).toEqual(tokenizer.encode('hello 图'));
  });

  it('may hold line separators that are tokens', () => {
    const withSeparators = createChineseTokenizer(`${special}\u2028\n##\u2028\n图\n`);
    expect(withSeparators.encode('图')).toEqual([7]);
    expect(withSeparators.vocabularySize).toBe(8 + 9192);
  });

  it('gives a repeated line its later id and counts it once before the added tokens', () => {
    const withRepeat = createChineseTokenizer(`${special}图\n猫\n图\n`);
    expect(withRepeat.encode('图猫')).toEqual([7, 6]);
    expect(withRepeat.encode('<code_0>')).toEqual([7]);
    expect(withRepeat.decode([7, 6])).toBe('<code_0>猫');
    expect(withRepeat.vocabularySize).toBe(7 + 9192);
  });

  it('gets special tokens that it lacks after its last line', () => {
    const withoutSpecial = createChineseTokenizer('图\n猫\n');
    const { bosId, eosId, unkId, padId } = withoutSpecial;
    expect([bosId, eosId, unkId, padId]).toEqual([2, 3, 4, 5]);
    expect(withoutSpecial.encode('猫<mask>狗')).toEqual([1, 6, 4]);
  });
});
