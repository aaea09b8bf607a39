import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../workers/protocol/errors.ts';
import { en } from './en.ts';
import { createFormats } from './formats.ts';
import { zhCn } from './zh-cn.ts';

describe.each([
  ['zh-CN', zhCn, /\p{Script=Han}/u],
  ['en', en, /[a-z]/u],
] as const)('in %s', (_, messages, script) => {
  it.each(errorCodes)('every failure says what happened and what to do: %s', (code) => {
    for (const details of [{}, { file: 'a.png', megapixels: 144 }]) {
      const { whatHappened, whatToDo } = messages.errors[code](details);
      expect(whatHappened).toMatch(script);
      expect(whatToDo).toMatch(script);
      expect(whatHappened + whatToDo).not.toMatch(/undefined|\s{2}/u);
    }
  });

  it('a failure names the file it is about', () => {
    expect(messages.errors['image-unsupported']({ file: 'notes.txt' }).whatHappened).toContain('notes.txt');
  });
});

describe('numbers', () => {
  it('are written as the language does', () => {
    const chinese = createFormats('zh-CN');
    expect(chinese.bytes(17_800_000)).toMatch(/^18\s?MB$/u);
    expect(chinese.bytes(1_840_000_000)).toMatch(/^1\.8\s?GB$/u);
    expect(chinese.bytes(1_260_000)).toMatch(/^1\.3\s?MB$/u);
    expect(chinese.duration(12.2)).toMatch(/^12\s?秒$/u);
    expect(chinese.duration(0)).toMatch(/^1\s?秒$/u);
    expect(chinese.duration(300)).toMatch(/^5\s?分钟$/u);
    expect(createFormats('en').percent(0.717)).toBe('72%');
  });
});
