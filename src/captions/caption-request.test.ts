import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { firstBatch } from './batches.ts';
import { captionOptions } from './caption-request.ts';
import { type CaptionWishes, noWishes } from './caption-wishes.ts';
import type { WordFilter } from './word-filter.ts';

const options = (wishes: CaptionWishes) =>
  captionOptions(firstBatch, {
    wishes: createStore(() => wishes),
    wordFilter: createStore<WordFilter>(() => ({ isOn: true, words: ['坏话'] })),
  });

it('asks for a close look, and for words to be hidden', async () => {
  expect(await options(noWishes)).toEqual({ resolution: 'full', settings: {}, hiddenWords: ['坏话'] });
});

it('asks for a faster look where the person wants one', async () => {
  expect(await options({ ...noWishes, resolution: 'fast' })).toMatchObject({ resolution: 'fast' });
});
