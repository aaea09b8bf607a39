import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, expect, it, vi } from 'vitest';
import { indexedDbShardStore } from './indexed-db-store.ts';

const key = { sha256: '1'.repeat(64), bytes: 3 };
const content = Uint8Array.of(1, 2, 3).buffer;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('says that storage is unavailable where there is none, and tries again at the next use', async () => {
  const store = indexedDbShardStore('denied');
  vi.stubGlobal('indexedDB', undefined);
  await expect(store.read(key)).rejects.toMatchObject({ code: 'storage-unavailable' });
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  await expect(store.write(key, content)).rejects.toMatchObject({ code: 'storage-unavailable' });
  vi.unstubAllGlobals();
  await store.write(key, content);
  expect(await store.read(key)).toEqual(content);
});

it('says that storage is full', async () => {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  const store = indexedDbShardStore('full');
  await expect(store.write(key, content)).rejects.toMatchObject({ code: 'storage-full' });
});

it('opens anew when the connection was lost under it, once for all who wait', async () => {
  const store = indexedDbShardStore('lost');
  await store.write(key, content);
  const open = vi.spyOn(indexedDB, 'open');
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  for (let reader = 0; reader < 2; reader++) {
    transaction.mockImplementationOnce(() => {
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    });
  }
  const read = await Promise.all([store.read(key), store.read(key)]);
  expect(read).toEqual([content, content]);
  expect(open).toHaveBeenCalledOnce();
});

it('gives up when the connection is lost again and again', async () => {
  const store = indexedDbShardStore('lost-again');
  await store.write(key, content);
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
  });
  await expect(store.read(key)).rejects.toMatchObject({ code: 'storage-unavailable' });
});
