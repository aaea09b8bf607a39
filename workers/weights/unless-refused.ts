import { OfaError } from '../protocol/errors.ts';

/** What `use` gives; `instead` where the browser's storage is full or cannot be used. */
export async function unlessRefused<Value>(use: Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await use;
  } catch (error) {
    if (error instanceof OfaError && error.code.startsWith('storage-')) return instead;
    throw error;
  }
}
