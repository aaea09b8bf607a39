import { describe, expect, it } from 'vitest';
import { pickLanguage } from './pick-language.ts';

describe('the language of the page', () => {
  it.each([
    ['zh-CN', ['zh-TW', 'en']],
    ['zh-CN', ['zh']],
    ['en', ['en-GB', 'zh']],
    ['en', ['de']],
    ['en', []],
  ] as const)('is %s for a browser that prefers %j', (language, preferred) => {
    expect(pickLanguage(null, preferred)).toBe(language);
  });

  it('is the one that was chosen before', () => {
    expect(pickLanguage('en', ['zh-CN'])).toBe('en');
  });

  it('is the browser’s if what was kept is no language of ours', () => {
    expect(pickLanguage('tlh', ['zh-CN'])).toBe('zh-CN');
  });
});
