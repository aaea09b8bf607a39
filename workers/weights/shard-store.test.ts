import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { indexedDbShardStore } from './indexed-db-store.ts';
import { memoryShardStore } from './memory-store.ts';

const one = { sha256: '1'.repeat(64), bytes: 3 };
const two = { sha256: '2'.repeat(64), bytes: 2 };
const content = (...bytes: number[]) => Uint8Array.from(bytes).buffer;
let databases = 0;

describe.each([
  ['in memory', memoryShardStore],
  ['in IndexedDB', () => indexedDbShardStore(`contract-${databases++}`)],
])('a shard store %s', (_, newStore) => {
  it('gives what was written, by hash', async () => {
    const store = newStore();
    await store.write(one, content(1, 2, 3));
    await store.write(two, content(4, 5));
    expect(await store.read(one)).toEqual(content(1, 2, 3));
    expect(await store.read(two)).toEqual(content(4, 5));
  });

  it('gives nothing for what it does not have, or has in another length', async () => {
    const store = newStore();
    await store.write(one, content(1, 2, 3));
    expect(await store.read(two)).toBeUndefined();
    expect(await store.read({ ...one, bytes: 4 })).toBeUndefined();
  });

  it('lists hashes and lengths', async () => {
    const store = newStore();
    await store.write(two, content(4, 5));
    await store.write(one, content(1, 2, 3));
    await store.write(one, content(1, 2, 3));
    expect(await store.list()).toHaveLength(2);
    expect(await store.list()).toEqual(expect.arrayContaining([one, two]));
  });

  it('deletes a shard, and does not mind one that is not there', async () => {
    const store = newStore();
    await store.write(one, content(1, 2, 3));
    await store.delete(one);
    await store.delete(two);
    expect(await store.read(one)).toBeUndefined();
    expect(await store.list()).toEqual([]);
  });
});
