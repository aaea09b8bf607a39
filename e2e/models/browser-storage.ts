/** What the page has put into the browser's databases. */
import type { Page } from '@playwright/test';

function keysOf(page: Page, database: string, store: string): Promise<readonly unknown[]> {
  return page.evaluate(
    ([database, store]) =>
      new Promise<readonly unknown[]>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
        opening.addEventListener('success', () => {
          const asking = opening.result.transaction(store).objectStore(store).getAllKeys();
          asking.addEventListener('success', () => {
            opening.result.close();
            resolve(asking.result);
          });
        });
      }),
    [database, store],
  );
}

/** SHA-256 of the shards of models that are kept. */
export async function keptShards(page: Page): Promise<readonly string[]> {
  const keys = (await keysOf(page, 'ofa-meme-shards', 'shards')) as readonly [string, number][];
  return keys.map(([sha256]) => sha256);
}

/** Lengths of the parts of checkpoints that are kept. */
export async function keptParts(page: Page): Promise<readonly number[]> {
  const keys = (await keysOf(page, 'ofa-meme-checkpoints', 'chunks')) as readonly [string, number, number][];
  return keys.map(([, , bytes]) => bytes);
}
