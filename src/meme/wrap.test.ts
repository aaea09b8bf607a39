import { describe, expect, it } from 'vitest';
import { graphemesOf, type MeasureText } from './segments.ts';
import { countLines, wrapText } from './wrap.ts';

/** Every character one em wide, but for Latin ones at half. */
const measure: MeasureText = (text) =>
  graphemesOf(text).reduce((sum, grapheme) => sum + (/^[\u0020-\u007e]$/u.test(grapheme) ? 0.5 : 1), 0);

const wrap = (text: string, width: number): string[] =>
  wrapText(text, width, measure).map((line) => line.text);

describe('line rules', () => {
  const samples = [
    '今天，也是不想上班的一天。',
    '他说：「我只是路过」，然后跑了！',
    '真的吗？！不会吧……就这？',
    '《三体》（第二部）看完了、哭了。',
    '“离谱”，太离谱了！！！',
    '价格：￥99.5，涨了50%！',
  ];
  const closing = /^[、，。！？：；」』）》…”%]/u;
  const opening = /[「『（《“]$/u;

  it.each(samples)('never start a line with closing punctuation nor end one with an opening: %s', (text) => {
    for (let width = 7; width <= 14; width += 1) {
      const lines = wrap(text, width);
      expect(lines.join('')).toBe(text);
      for (const line of lines.slice(1)) expect(line).not.toMatch(closing);
      for (const line of lines.slice(0, -1)) expect(line).not.toMatch(opening);
    }
  });

  it('keep a dash and an ellipsis whole', () => {
    for (let width = 3; width <= 8; width += 1) {
      const lines = wrap('我想说——算了……没事', width);
      expect(lines.some((line) => line.endsWith('——') || line.includes('——'))).toBe(true);
      expect(lines.some((line) => line.includes('……'))).toBe(true);
    }
  });

  it('keep Latin words and numbers whole', () => {
    expect(wrap('我爱JavaScript和TypeScript 5.0', 6).join('|')).toMatch(/JavaScript.*TypeScript.*5\.0/u);
  });

  it('break a Latin word only where it is wider than the line', () => {
    expect(wrap('Donaudampfschifffahrt', 4)).toEqual(['Donaudam', 'pfschiff', 'fahrt']);
  });

  it('keep an emoji of several code points whole', () => {
    expect(wrap('👨‍👩‍👧‍👦🇨🇳👍🏽', 1)).toEqual(['👨‍👩‍👧‍👦', '🇨🇳', '👍🏽']);
  });

  it('drop the space at which a line breaks', () => {
    expect(wrap('hello big world', 4)).toEqual(['hello', 'big', 'world']);
  });
});

describe('line breaks', () => {
  it('come with line feeds of every kind, empty lines included', () => {
    expect(wrap('一\n二\r\n\n三', 10)).toEqual(['一', '二', '', '三']);
  });

  it('prefer the end of a phrase', () => {
    expect(wrap('咖啡凉了，心也凉了', 6)).toEqual(['咖啡凉了，', '心也凉了']);
  });

  it('never part a word that fits the line, nor a particle from its word', () => {
    for (let width = 5; width <= 9; width += 1) {
      const lines = wrap('今天也是不想上班的一天，但是为了罐罐还得去', width).join('|');
      expect(lines).not.toMatch(/今\|天|上\|班|但\|是|班\|的/u);
    }
  });

  it('make lines of like length rather than a full one and a rest', () => {
    const lengths = wrapText('一二三四五六七', 6, measure).map((line) => line.width);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
  });

  it('need no more lines than filling them greedily', () => {
    const text = '今天的罐罐很香，铲屎的快过来！';
    for (let width = 5; width <= 16; width += 1) {
      expect(wrap(text, width)).toHaveLength(countLines(text, width, measure));
    }
  });

  it('never make a line wider than the room', () => {
    for (let width = 2; width <= 14; width += 1) {
      for (const line of wrapText('OMG这也太好吃了吧，hold不住了！', width, measure)) {
        expect(line.width).toBeLessThanOrEqual(width);
        expect(line.width).toBeCloseTo(measure(line.text));
      }
    }
  });

  it('are none in a text of nothing but white space', () => {
    expect(wrap('', 5)).toEqual([]);
    expect(wrap(' \n ', 5)).toEqual([]);
  });

  it('come in a text of a thousand characters too', () => {
    const lines = wrap('哈'.repeat(1000), 12);
    expect(lines.join('')).toHaveLength(1000);
  });
});
