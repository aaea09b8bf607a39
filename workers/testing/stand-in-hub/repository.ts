/** The repositories of a stand-in hub: files in memory or in a folder, with the hashes that hubs list. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface RepositoryFile {
  /** Relative to the repository, `/` as separator. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex, both. Git knows a file by the second. */
  readonly sha256: string;
  readonly gitObjectId: string;
  /** True for files that git keeps outside (Large File Storage): those are served by the content network. */
  readonly large: boolean;
  /** Bytes `first` to `last`, both included. */
  read(first: number, last: number): AsyncIterable<Uint8Array>;
}

export interface Repository {
  /** `owner/name`. */
  readonly model: string;
  /** Branches, tags and commits under which the files are known. */
  readonly revisions: readonly string[];
  readonly files: readonly RepositoryFile[];
}

/** Files from so many bytes on are large, unless told otherwise. */
const defaultLargeFrom = 1024 * 1024;
const pieceBytes = 64 * 1024;

async function* piecesOf(content: Uint8Array, first: number, last: number): AsyncGenerator<Uint8Array> {
  for (let at = first; at <= last; at += pieceBytes) {
    yield Promise.resolve(content.subarray(at, Math.min(at + pieceBytes, last + 1)));
  }
}

async function describe(
  path: string,
  bytes: number,
  largeFrom: number,
  read: RepositoryFile['read'],
): Promise<RepositoryFile> {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const piece of read(0, bytes - 1)) {
    sha256.update(piece);
    sha1.update(piece);
  }
  return {
    path,
    bytes,
    sha256: sha256.digest('hex'),
    gitObjectId: sha1.digest('hex'),
    large: bytes >= largeFrom,
    read,
  };
}

/** Files by path whose content is in memory. */
export function memoryFiles(
  contents: Readonly<Record<string, Uint8Array>>,
  largeFrom = defaultLargeFrom,
): Promise<readonly RepositoryFile[]> {
  return Promise.all(
    Object.entries(contents).map(([path, content]) =>
      describe(path, content.length, largeFrom, (first, last) => piecesOf(content, first, last)),
    ),
  );
}

/** Every file below `folder`, read when it is asked for. */
export async function folderFiles(
  folder: string,
  largeFrom = defaultLargeFrom,
): Promise<readonly RepositoryFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => {
      const path = relative(folder, file).split(sep).join('/');
      const { size } = await stat(file);
      return describe(path, size, largeFrom, (first, last) => readPieces(file, first, last));
    }),
  );
}

async function* readPieces(file: string, first: number, last: number): AsyncGenerator<Uint8Array> {
  // A stream cannot be told to read nothing.
  if (last < first) return;
  for await (const piece of createReadStream(file, { start: first, end: last })) yield piece as Uint8Array;
}
