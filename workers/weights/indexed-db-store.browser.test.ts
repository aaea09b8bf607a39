import { afterEach, expect, it } from 'vitest';
import { clearSiteData, limitStorage } from '../testing/browser-storage.ts';
import { indexedDbShardStore } from './indexed-db-store.ts';

const mebibyte = 2 ** 20;
const key = { sha256: '1'.repeat(64), bytes: 16 * mebibyte };
const content = Uint8Array.from({ length: key.bytes }, (_, index) => index % 251).buffer;
let databases = 0;
const newName = () => `shards-${Date.now()}-${databases++}`;

afterEach(() => limitStorage());

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(new Error('not deleted', { cause: request.error })));
  });
}

it('keeps the largest shard for the next visit', async () => {
  const name = newName();
  await indexedDbShardStore(name).write(key, content);
  const later = indexedDbShardStore(name);
  expect(await later.list()).toEqual([key]);
  const bytes = new Uint8Array((await later.read(key)) ?? new ArrayBuffer(0));
  expect(bytes.length).toBe(key.bytes);
  expect(bytes.every((byte, index) => byte === index % 251)).toBe(true);
});

it('lets the database be deleted under it, then starts a new one', async () => {
  const name = newName();
  const store = indexedDbShardStore(name);
  await store.write(key, content);
  await deleteDatabase(name);
  expect(await store.read(key)).toBeUndefined();
  await store.write(key, content);
  expect(await store.list()).toEqual([key]);
});

it('works on when the person clears the site data', async () => {
  const store = indexedDbShardStore(newName());
  await store.write(key, content);
  await clearSiteData();
  expect(await store.list()).toEqual([]);
  await store.write(key, content);
  expect(await store.list()).toEqual([key]);
});

it('shows one tab what another has written', async () => {
  const name = newName();
  const [one, other] = [indexedDbShardStore(name), indexedDbShardStore(name)];
  expect(await other.list()).toEqual([]);
  await one.write(key, content);
  expect(await other.list()).toEqual([key]);
  await other.delete(key);
  expect(await one.read(key)).toBeUndefined();
});

it('says that storage is full, and loses nothing that it had', async () => {
  // Chromium remembers how much room there was for as long as a database is open.
  await clearSiteData();
  await limitStorage(mebibyte);
  const store = indexedDbShardStore(newName());
  const small = { sha256: '2'.repeat(64), bytes: 3 };
  await store.write(small, Uint8Array.of(1, 2, 3).buffer);
  await expect(store.write(key, content)).rejects.toMatchObject({ code: 'storage-full' });
  expect(await store.list()).toEqual([small]);
  expect(await store.read(small)).toEqual(Uint8Array.of(1, 2, 3).buffer);
});
