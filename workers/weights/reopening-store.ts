import { createStore, type UseStore } from 'idb-keyval';
import { OfaError } from '../protocol/errors.ts';

/** Milliseconds before each new try: while site data is being cleared, new connections are cut off too. */
const pauses = [0, 50, 500];

/**
 * An idb-keyval store that opens its database anew when the connection is lost, up to three times. Browsers
 * close connections behind our back: Safari when its storage process ends
 * (https://bugs.webkit.org/show_bug.cgi?id=197050), every browser when the person clears site data. An open
 * that failed is forgotten, so the next use tries again.
 *
 * Uses reject with OfaError `storage-full` or `storage-unavailable`. What a use does may run several times.
 */
export function reopeningStore(databaseName: string, storeName: string): UseStore {
  let current = createStore(databaseName, storeName);
  return async (mode, callback) => {
    for (let tries = 0; ; tries++) {
      const opened = current;
      try {
        return await opened(mode, (store) => callback(yieldingToDeletion(store)));
      } catch (error) {
        if (tries === pauses.length || !isLostConnection(error)) throw toStorageError(error);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, pauses[tries]);
      });
      // Uses that fail together share one new connection.
      if (current === opened) current = createStore(databaseName, storeName);
    }
  };
}

/** Without this another tab could neither delete nor upgrade the database while we hold it open. */
function yieldingToDeletion(store: IDBObjectStore): IDBObjectStore {
  const database = store.transaction.db;
  database.onversionchange = () => database.close();
  return store;
}

/**
 * `InvalidStateError`: the connection is closed. `AbortError`, or no error at all: it closed under a
 * transaction. `UnknownError`: Safari's "Connection to Indexed Database server lost".
 */
function isLostConnection(error: unknown): boolean {
  if (error === null) return true;
  return error instanceof Error && ['InvalidStateError', 'AbortError', 'UnknownError'].includes(error.name);
}

function toStorageError(error: unknown): OfaError {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return error instanceof Error && error.name === 'QuotaExceededError'
    ? new OfaError('storage-full', `The browser's storage is full (${reason})`, {}, error)
    : new OfaError('storage-unavailable', `The browser's storage cannot be used (${reason})`, {}, error);
}
