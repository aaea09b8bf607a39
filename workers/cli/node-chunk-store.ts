/** Checkpoints that are arriving, on this machine's disk, so that a download goes on where it was interrupted. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ChunkStore, StoredChunk } from '../hub/chunk-store.ts';
import { storageError } from './node-folder-writer.ts';

/** Where programs of this machine keep what they can get again. */
export function defaultCacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: cache, LOCALAPPDATA: windowsCache } = environment;
  return join(cache ?? windowsCache ?? join(homedir(), '.cache'), 'ofa-meme', 'checkpoints');
}

/** In the folder of a file: the name by which the store's users call it. */
const keyFile = 'key';

interface ChunkFile {
  readonly name: string;
  readonly index: number;
  readonly bytes: number;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What `use` gives; `instead` where there is no such file. @throws OfaError with a storage code. */
async function onDisk<Value>(path: string, use: Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await use;
  } catch (error) {
    if (isMissing(error)) return instead;
    throw storageError(path, error);
  }
}

function parseName(name: string): readonly ChunkFile[] {
  const [, index, bytes] = /^(\d+)-(\d+)$/.exec(name) ?? [];
  return index === undefined ? [] : [{ name, index: Number(index), bytes: Number(bytes) }];
}

async function chunksIn(folder: string): Promise<readonly ChunkFile[]> {
  return (await onDisk(folder, readdir(folder), [])).flatMap(parseName);
}

function remove(path: string): Promise<void> {
  return onDisk(path, rm(path, { recursive: true, force: true }), undefined);
}

/** Chunks in `root`: a folder for each file, a file `<index>-<bytes>` for each chunk, under its name once it is whole. */
export function nodeChunkStore(root: string): ChunkStore {
  const folderOf = (file: string) => join(root, createHash('sha256').update(file).digest('hex').slice(0, 32));
  const chunksOf = async ({ file, index }: { readonly file: string; readonly index: number }) =>
    (await chunksIn(folderOf(file))).filter((chunk) => chunk.index === index);

  return {
    async read(key) {
      const [chunk] = await chunksOf(key);
      if (chunk === undefined) return undefined;
      const path = join(folderOf(key.file), chunk.name);
      const bytes = await onDisk(path, readFile(path), undefined);
      return bytes && new Uint8Array(bytes).buffer;
    },
    async write(key, bytes) {
      const folder = folderOf(key.file);
      const name = `${key.index}-${bytes.byteLength}`;
      const path = join(folder, name);
      const partial = `${path}.partial`;
      const before = await chunksOf(key);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, keyFile), key.file);
        await writeFile(partial, new Uint8Array(bytes));
        await rename(partial, path);
      } catch (error) {
        await rm(partial, { force: true });
        throw storageError(path, error);
      }
      for (const old of before) if (old.name !== name) await remove(join(folder, old.name));
    },
    async delete(key) {
      for (const { name } of await chunksOf(key)) await remove(join(folderOf(key.file), name));
    },
    deleteFile: (file) => remove(folderOf(file)),
    async list() {
      const found: StoredChunk[] = [];
      for (const name of await onDisk(root, readdir(root), [])) {
        const folder = join(root, name);
        const file = await onDisk(folder, readFile(join(folder, keyFile), 'utf8'), undefined);
        if (file === undefined) continue;
        for (const { index, bytes } of await chunksIn(folder)) found.push({ file, index, bytes });
      }
      return found;
    },
  };
}
