import { describe, expect, it } from 'vitest';
import { hiddenWordsOf, parseWordFilter } from './word-filter.ts';

describe('the word filter', () => {
  it('is off until it is switched on', async () => {
    expect(parseWordFilter(null)).toEqual({ isOn: false, words: null });
    expect(await hiddenWordsOf({ isOn: false, words: ['坏'] })).toEqual([]);
  });

  it('hides the words of the list that ships with the page, or of the person’s own', async () => {
    expect(await hiddenWordsOf({ isOn: true, words: null })).toContain('傻逼');
    expect(await hiddenWordsOf({ isOn: true, words: ['坏'] })).toEqual(['坏']);
  });

  it('is read back as it was kept', () => {
    const filter = { isOn: true, words: ['坏', 'damn'] };
    expect(parseWordFilter(JSON.stringify(filter))).toEqual(filter);
  });

  it.each(['', 'null', '[]', '{"isOn":"yes","words":[1]}', '{'])('takes %j as off', (text) => {
    expect(parseWordFilter(text)).toEqual({ isOn: false, words: null });
  });
});
