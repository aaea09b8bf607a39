/** A platform for tests of `models/` in Node: as `testPlatform`, with checkpoints in databases of their own. */
import { indexedDbChunkStore } from '../hub/indexed-db-chunk-store.ts';
import { indexedDbDownloadNotes } from '../models/download-notes.ts';
import type { ModelsPlatform } from '../models/models-platform.ts';
import { testPlatform, testStorage, type TestPlatform } from './weights-platform.ts';

export type TestModelsPlatform = ModelsPlatform & TestPlatform;

/** The same `storage` is the same browser, on a later visit. */
export function testModelsPlatform(storage = testStorage()): TestModelsPlatform {
  return {
    ...testPlatform('http://page.test', storage),
    checkpoints: indexedDbChunkStore(`${storage.name}-checkpoints`),
    downloads: indexedDbDownloadNotes(`${storage.name}-downloads`),
    locks: undefined,
    usage: () => Promise.resolve({ usedBytes: 1, quotaBytes: 10 }),
  };
}
