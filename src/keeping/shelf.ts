import { createStore as createDatabase, get, type UseStore } from 'idb-keyval';
import { emptyIndex, type KeptIndex, type KeptMeme, withMeme, withoutMeme } from './kept-memes.ts';

/** The place in this browser where memes and favourites are kept. Every method rejects where storage is denied. */
export interface Shelf {
  read(): Promise<KeptIndex>;
  /** Keeps a meme and its picture's file; what has to make room for it goes. Resolves to what is there then. */
  put(meme: KeptMeme, file: Blob): Promise<KeptIndex>;
  /** Resolves to null if the file is gone. */
  file(id: string): Promise<Blob | null>;
  remove(id: string): Promise<KeptIndex>;
  change(edit: (index: KeptIndex) => KeptIndex): Promise<KeptIndex>;
}

const indexKey = 'index';
const fileKey = (id: string): string => `file ${id}`;

/** A database that anyone may delete while it is open, and that is opened anew when it is used again. */
function yieldingDatabase(name: string): UseStore {
  let current = createDatabase(name, 'kept');
  return (mode, use) =>
    current(mode, (store) => {
      const { db } = store.transaction;
      // Without this a deletion would wait for as long as the page is open.
      db.onversionchange = () => {
        db.close();
        current = createDatabase(name, 'kept');
      };
      return use(store);
    });
}

/** A shelf in IndexedDB, in a database of its own. */
export function openShelf(databaseName: string): Shelf {
  const database = yieldingDatabase(databaseName);

  /** Changes index and files together, in one transaction: no other tab comes between. */
  function transact(
    edit: (index: KeptIndex) => KeptIndex,
    files: readonly [string, Blob][],
  ): Promise<KeptIndex> {
    return database(
      'readwrite',
      (store) =>
        new Promise((resolve, reject) => {
          let after = emptyIndex;
          store.transaction.addEventListener('complete', () => resolve(after));
          store.transaction.addEventListener('abort', () =>
            reject(store.transaction.error ?? new Error('aborted')),
          );
          const reading: IDBRequest<KeptIndex | undefined> = store.get(indexKey);
          reading.addEventListener('success', () => {
            after = edit(reading.result ?? emptyIndex);
            store.put(after, indexKey);
            for (const [id, file] of files) store.put(file, fileKey(id));
            dropFiles(store, after);
          });
        }),
    );
  }

  return {
    read: async () => (await get<KeptIndex>(indexKey, database)) ?? emptyIndex,
    put: (meme, file) => transact((index) => withMeme(index, meme), [[meme.id, file]]),
    file: async (id) => (await get<Blob>(fileKey(id), database)) ?? null,
    remove: (id) => transact((index) => withoutMeme(index, id), []),
    change: (edit) => transact(edit, []),
  };
}

/** Deletes the files of memes that are no longer there. */
function dropFiles(store: IDBObjectStore, { memes }: KeptIndex): void {
  const known = new Set<IDBValidKey>([indexKey, ...memes.map(({ id }) => fileKey(id))]);
  const listing = store.getAllKeys();
  listing.addEventListener('success', () => {
    for (const key of listing.result) if (!known.has(key)) store.delete(key);
  });
}
