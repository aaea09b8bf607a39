import { describe, expect, it } from 'vitest';
import { createDocument } from '../meme/document.ts';
import {
  emptyIndex,
  isFavourite,
  keptLimits,
  type KeptMeme,
  withFavouriteToggled,
  withMeme,
  withoutMeme,
} from './kept-memes.ts';

const meme = (id: string, changed: number, bytes = 1): KeptMeme => ({
  id,
  changed,
  bytes,
  name: id,
  words: '字',
  document: createDocument(),
  adoptedText: '字',
  result: null,
  thumbnail: new Blob(),
});

const ids = (memes: readonly KeptMeme[]): readonly string[] => memes.map(({ id }) => id);

describe('kept memes', () => {
  it('stand latest first, each once', () => {
    const index = [meme('a', 1), meme('b', 2), meme('a', 3)].reduce(withMeme, emptyIndex);
    expect(ids(index.memes)).toEqual(['a', 'b']);
  });

  it('are let go, oldest first, where there are too many', () => {
    let index = emptyIndex;
    for (let time = 0; time <= keptLimits.memes; time += 1) index = withMeme(index, meme(`m${time}`, time));
    expect(index.memes).toHaveLength(keptLimits.memes);
    expect(ids(index.memes)).not.toContain('m0');
  });

  it('are let go, oldest first, where they are too large together', () => {
    const half = keptLimits.bytes / 2;
    const index = [meme('a', 1, half), meme('b', 2, half), meme('c', 3, half)].reduce(withMeme, emptyIndex);
    expect(ids(index.memes)).toEqual(['c', 'b']);
  });

  it('are taken out one by one', () => {
    expect(withoutMeme(withMeme(emptyIndex, meme('a', 1)), 'a').memes).toEqual([]);
  });
});

it('a text is a favourite until it is told again', () => {
  const liked = withFavouriteToggled(emptyIndex, '猫', 1);
  expect(isFavourite(liked, '猫')).toBe(true);
  expect(isFavourite(withFavouriteToggled(liked, '猫', 2), '猫')).toBe(false);
});
