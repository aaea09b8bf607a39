import { del, set, values } from 'idb-keyval';
import * as v from 'valibot';
import { reopeningStore } from '../weights/reopening-store.ts';

/** What a checkpoint that is arriving is: the chunks themselves do not say. */
export interface DownloadNote {
  /** The hub's model, as `hubReference` writes it. */
  readonly reference: string;
  /** Names of its files in the chunk store. */
  readonly storeKeys: readonly string[];
  readonly totalBytes: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** One note for each reference. Every method rejects with a storage code of OfaError. */
export interface DownloadNotes {
  list(): Promise<readonly DownloadNote[]>;
  write(note: DownloadNote): Promise<void>;
  /** No-op if there is none. */
  delete(reference: string): Promise<void>;
}

const noteSchema = v.object({
  reference: v.string(),
  storeKeys: v.array(v.string()),
  totalBytes: v.number(),
  startedAt: v.number(),
});

export function indexedDbDownloadNotes(databaseName = 'ofa-meme-downloads'): DownloadNotes {
  const store = reopeningStore(databaseName, 'downloads');
  return {
    async list() {
      const found = await values<unknown>(store);
      // What another version of the program wrote is as good as no note.
      return found.filter((value) => v.is(noteSchema, value));
    },
    write: (note) => set(note.reference, note, store),
    delete: (reference) => del(reference, store),
  };
}
