/** A platform for tests of `weights/` in Node: the real fetch, IndexedDB from fake-indexeddb, time under control. */
import { testNetwork, type TestNetwork } from './network.ts';
import { indexedDbShardStore } from '../weights/indexed-db-store.ts';
import { memoryShardStore } from '../weights/memory-store.ts';
import { indexedDbModelRecords } from '../weights/model-records.ts';
import type { ModelStorage, WeightsPlatform } from '../weights/platform.ts';

export interface TestStorage extends ModelStorage {
  readonly name: string;
}

export interface TestPlatform extends WeightsPlatform {
  readonly network: TestNetwork;
  readonly storage: TestStorage;
}

let databases = 0;

/** Storage in databases of its own. Two calls with the same `name` are two tabs with the same databases. */
export function testStorage(name = `test-${databases++}`): TestStorage {
  return {
    name,
    shards: indexedDbShardStore(`${name}-shards`),
    records: indexedDbModelRecords(`${name}-models`),
    memory: memoryShardStore(),
    freeBytes: () => Promise.resolve(undefined),
  };
}

/** `origin` is the page's. */
export function testPlatform(origin: string, storage: TestStorage): TestPlatform {
  let time = 0;
  return {
    network: testNetwork(origin),
    storage,
    // Every look at the clock finds it ten milliseconds later.
    clock: { now: () => (time += 10), date: () => 1_700_000_000_000 + (time += 10) },
    locks: undefined,
  };
}
