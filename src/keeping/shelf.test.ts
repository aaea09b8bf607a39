import 'fake-indexeddb/auto';
import { createStore, keys } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../meme/document.ts';
import { keptLimits, type KeptMeme } from './kept-memes.ts';
import { openShelf } from './shelf.ts';

let databases = 0;
const anotherDatabase = (): string => {
  databases += 1;
  return `shelf-${databases}`;
};

const meme = (id: string, changed: number, bytes = 3): KeptMeme => ({
  id,
  changed,
  bytes,
  name: id,
  words: '字',
  document: createDocument(),
  adoptedText: '字',
  result: null,
  thumbnail: new Blob(['small']),
});

describe('the shelf', () => {
  it('is empty at first', async () => {
    expect(await openShelf(anotherDatabase()).read()).toEqual({ memes: [], favourites: [] });
  });

  it('gives back what was put on it, the file byte for byte, when it is opened again', async () => {
    const name = anotherDatabase();
    await openShelf(name).put(meme('a', 1), new Blob(['图']));
    const again = openShelf(name);
    expect((await again.read()).memes.map(({ id }) => id)).toEqual(['a']);
    expect(await (await again.file('a'))?.text()).toBe('图');
    expect(await again.file('b')).toBeNull();
  });

  it('holds no file of a meme that was removed or had to make room', async () => {
    const name = anotherDatabase();
    const shelf = openShelf(name);
    await shelf.put(meme('a', 1, keptLimits.bytes), new Blob(['一']));
    await shelf.put(meme('b', 2, keptLimits.bytes), new Blob(['二']));
    expect(await shelf.file('a')).toBeNull();
    await shelf.remove('b');
    expect(await keys(createStore(name, 'kept'))).toEqual(['index']);
  });

  it('lets its database be deleted under it, and begins anew', async () => {
    const name = anotherDatabase();
    const shelf = openShelf(name);
    await shelf.put(meme('a', 1), new Blob(['一']));
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.addEventListener('success', resolve);
      request.addEventListener('blocked', () => reject(new Error('blocked')));
    });
    await shelf.put(meme('b', 2), new Blob(['二']));
    expect((await shelf.read()).memes.map(({ id }) => id)).toEqual(['b']);
    expect(await (await shelf.file('b'))?.text()).toBe('二');
  });

  it('keeps the changes of two tabs at once', async () => {
    const name = anotherDatabase();
    const [first, second] = [openShelf(name), openShelf(name)];
    await Promise.all([
      first.put(meme('a', 1), new Blob(['一'])),
      second.put(meme('b', 2), new Blob(['二'])),
      first.change((index) => ({ ...index, favourites: [{ text: '好', added: 1 }] })),
    ]);
    const index = await second.read();
    expect(index.memes.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(index.favourites).toHaveLength(1);
  });
});
