import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeChunkStore } from '../cli/node-chunk-store.ts';
import { indexedDbChunkStore } from './indexed-db-chunk-store.ts';
import { memoryChunkStore } from './memory-chunk-store.ts';

const content = (...bytes: number[]) => Uint8Array.from(bytes).buffer;
const first = { file: 'a', index: 0 };
const tenth = { file: 'a', index: 10 };
const foreign = { file: 'aa', index: 0 };
const root = mkdtempSync(join(tmpdir(), 'chunks-'));
let databases = 0;

afterAll(() => rmSync(root, { recursive: true }));

describe.each([
  ['in memory', memoryChunkStore],
  ['on disk', () => nodeChunkStore(join(root, `${databases++}`))],
  ['in IndexedDB', () => indexedDbChunkStore(`chunks-${databases++}`)],
])('a chunk store %s', (_, newStore) => {
  it('gives what was written, by file and index', async () => {
    const store = newStore();
    await store.write(first, content(1, 2));
    await store.write(tenth, content(3));
    await store.write(foreign, content(4));
    expect(await store.read(first)).toEqual(content(1, 2));
    expect(await store.read(tenth)).toEqual(content(3));
    expect(await store.read({ file: 'a', index: 1 })).toBeUndefined();
  });

  it('keeps of a chunk what was written last, longer or shorter', async () => {
    const store = newStore();
    await store.write(first, content(1));
    await store.write(first, content(1, 2, 3));
    expect(await store.read(first)).toEqual(content(1, 2, 3));
    await store.write(first, content(9, 8));
    expect(await store.read(first)).toEqual(content(9, 8));
    expect(await store.list()).toEqual([{ ...first, bytes: 2 }]);
  });

  it('lists chunks of all files with their lengths', async () => {
    const store = newStore();
    await store.write(foreign, content(4));
    await store.write(tenth, content(1, 2));
    const listed = await store.list();
    expect(listed).toHaveLength(2);
    expect(listed).toEqual(
      expect.arrayContaining([
        { ...tenth, bytes: 2 },
        { ...foreign, bytes: 1 },
      ]),
    );
  });

  it('deletes one chunk, or all of a file and of no other', async () => {
    const store = newStore();
    for (const key of [first, tenth, foreign]) await store.write(key, content(1));
    await store.delete(first);
    await store.delete({ file: 'b', index: 0 });
    expect(await store.read(first)).toBeUndefined();
    expect(await store.read(tenth)).toBeDefined();
    await store.write(first, content(1));
    await store.deleteFile('a');
    expect(await store.list()).toEqual([{ ...foreign, bytes: 1 }]);
  });
});
