import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelFolderWriter } from '../convert/model-folder-writer.ts';
import { OfaError } from '../protocol/errors.ts';

/** What the disk refuses, as OfaError `storage-full` or `storage-unavailable`. */
export function storageError(path: string, error: unknown): OfaError {
  const reason = error instanceof Error ? error.message : String(error);
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const message = `${path} cannot be written: ${reason}`;
  return new OfaError(full ? 'storage-full' : 'storage-unavailable', message, { file: path }, error);
}

async function writeWhole(signal: AbortSignal, path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, bytes, { signal });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    signal.throwIfAborted();
    throw storageError(path, error);
  }
}

/**
 * A model folder at `path`, made when the first file is written. Each file appears under its name once it is whole.
 * Throws `storage-full` or `storage-unavailable` where the disk does not take it.
 */
export function nodeFolderWriter(path: string): ModelFolderWriter {
  return {
    write: async (signal, file, bytes) => writeWhole(signal, join(path, file), bytes),
    remove: async (signal, file) => {
      signal.throwIfAborted();
      const full = join(path, file);
      await rm(full, { force: true }).catch((error: unknown) => {
        throw storageError(full, error);
      });
    },
  };
}
