/** The files of a zip file that a person picked. */
import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { entryDataOffset } from '../convert/checkpoint/zip-directory.ts';
import { blobSource } from '../convert/source/byte-source.ts';
import { OfaError } from '../protocol/errors.ts';

/** Far more than any model folder has. */
const mostEntries = 10_000;
/** No checkpoint that a browser can convert is larger. */
const mostBytes = 8 * 2 ** 30;

/** A file that is not unpacked yet. */
export interface ZippedFile {
  readonly path: string;
  readonly bytes: number;
  /** @throws OfaError `checkpoint-damaged`; `signal.reason` on abort. */
  readonly unpack: (signal: AbortSignal) => Promise<Blob>;
}

function refused(zip: string, code: 'checkpoint-unsafe' | 'checkpoint-unsupported', what: string): OfaError {
  return new OfaError(code, `${zip}: ${what}`, { file: zip });
}

function damaged(zip: string, path: string, cause?: unknown): OfaError {
  return new OfaError('checkpoint-damaged', `${zip}: ${path} cannot be unpacked`, { file: path }, cause);
}

/** A path as a folder has it: no way out, no root, no drive, no other separator. */
function isPlain(path: string): boolean {
  const parts = path.split('/');
  return !/[\\:\0]/.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

/** @throws OfaError `checkpoint-unsafe`, `checkpoint-unsupported`. */
function checkEntries(zip: string, entries: readonly FileEntry[]): void {
  const escaping = entries.find(({ filename }) => !isPlain(filename));
  if (escaping !== undefined)
    throw refused(zip, 'checkpoint-unsafe', `${escaping.filename} is no plain path`);
  const names = new Set(entries.map(({ filename }) => filename));
  if (names.size < entries.length) throw refused(zip, 'checkpoint-unsafe', 'it holds a file twice');
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > mostBytes) throw refused(zip, 'checkpoint-unsafe', `it would unpack to ${total} bytes`);
  const locked = entries.find(({ encrypted }) => encrypted);
  if (locked !== undefined) throw refused(zip, 'checkpoint-unsupported', 'it is encrypted');
}

/** Lets no more than `bytes` through: what a file unpacks to is not always what its directory says. */
function limited(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    transform(chunk, controller) {
      passed += chunk.length;
      if (passed > bytes) controller.error(new Error(`it unpacks to more than ${bytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
}

/** A compressed entry, unpacked into a Blob, which is the browser's to keep. */
async function inflate(signal: AbortSignal, zip: string, entry: FileEntry): Promise<Blob> {
  const { readable, writable } = limited(entry.uncompressedSize);
  try {
    const [blob] = await Promise.all([
      new Response(readable as ReadableStream<Uint8Array<ArrayBuffer>>).blob(),
      entry.getData(writable, { signal, checkSignature: true, useWebWorkers: false }),
    ]);
    if (blob.size === entry.uncompressedSize) return blob;
  } catch (error) {
    signal.throwIfAborted();
    throw damaged(zip, entry.filename, error);
  }
  throw damaged(zip, entry.filename);
}

/** An entry that is stored as it is: a part of the zip file, which is not copied. */
async function slice(signal: AbortSignal, zip: string, blob: Blob, entry: FileEntry): Promise<Blob> {
  const { filename: name, uncompressedSize: bytes, offset: headerOffset } = entry;
  const place = { name, bytes, headerOffset, stored: true };
  const start = await entryDataOffset(signal, blobSource(zip, blob), place);
  return blob.slice(start, start + bytes);
}

/**
 * Reads the directory of a zip file by random access; unpacks nothing.
 * @param name of the zip file, for errors.
 * @throws OfaError `checkpoint-damaged` if it is none or is cut off; `checkpoint-unsafe` where it holds paths that leave
 *   its folder, one path twice, too many files or too many bytes; `checkpoint-unsupported` if it is encrypted.
 */
export async function openZip(signal: AbortSignal, name: string, blob: Blob): Promise<readonly ZippedFile[]> {
  const entries: FileEntry[] = [];
  // Paths are judged by `checkEntries`, which says what is wrong with them.
  const options = { useWebWorkers: false, filenameValidation: 'tolerant' } as const;
  const reader = new ZipReader(new BlobReader(blob), options);
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      signal.throwIfAborted();
      if (!entry.directory) entries.push(entry);
      if (entries.length > mostEntries) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new OfaError('checkpoint-damaged', `${name} is no whole zip file`, { file: name }, error);
  }
  if (entries.length > mostEntries) throw refused(name, 'checkpoint-unsafe', 'it holds too many files');
  checkEntries(name, entries);
  return entries.map((entry) => ({
    path: entry.filename,
    bytes: entry.uncompressedSize,
    unpack: (signal) =>
      entry.compressionMethod === 0 && entry.compressedSize === entry.uncompressedSize
        ? slice(signal, name, blob, entry)
        : inflate(signal, name, entry),
  }));
}
