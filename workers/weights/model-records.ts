import { del, set, values } from 'idb-keyval';
import * as v from 'valibot';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { parseManifest } from './manifest.ts';
import { reopeningStore } from './reopening-store.ts';

/**
 * The statement that a model is here as a whole. It is written last, after every shard of the variant has
 * been kept and has passed its hash: a model without a record is not ready, whatever shards there are.
 */
export interface ModelRecord {
  /** Where the model came from, or what `storedAddress` made of its name if it was converted or imported here. */
  readonly folderUrl: string;
  /** Name of a variant of `manifest`. */
  readonly variant: string;
  readonly manifest: ModelManifest;
  /** Milliseconds since 1970, both. */
  readonly committedAt: number;
  readonly lastUsedAt: number;
}

/** One record for each variant of a folder. Every method rejects with a storage code of OfaError. */
export interface ModelRecordStore {
  /** Those that this version of the program can read, last used first. */
  list(): Promise<readonly ModelRecord[]>;
  /** Replaces the record of the same folder and variant. */
  write(record: ModelRecord): Promise<void>;
  /** No-op if there is none. */
  delete(record: Pick<ModelRecord, 'folderUrl' | 'variant'>): Promise<void>;
}

const recordSchema = v.object({
  folderUrl: v.string(),
  variant: v.string(),
  manifest: v.unknown(),
  committedAt: v.number(),
  lastUsedAt: v.number(),
});

/** Keeps records in a database of its own, apart from the shards. */
export function indexedDbModelRecords(databaseName = 'ofa-meme-models'): ModelRecordStore {
  const store = reopeningStore(databaseName, 'models');
  return {
    async list() {
      const found = await values<unknown>(store);
      return found.flatMap(readRecord).sort((a, b) => b.lastUsedAt - a.lastUsedAt);
    },
    write: (record) => set([record.folderUrl, record.variant], record, store),
    delete: ({ folderUrl, variant }) => del([folderUrl, variant], store),
  };
}

/** No record for what another version of the program wrote: that model is fetched again. */
function readRecord(value: unknown): ModelRecord[] {
  try {
    const record = v.parse(recordSchema, value);
    return [{ ...record, manifest: parseManifest(record.manifest) }];
  } catch {
    return [];
  }
}
