/**
 * The directory of a zip file whose entries are stored uncompressed, for random access into them
 * (reference/README.md, section 3). Sizes come from the central directory, since torch leaves them out of the local
 * headers; the data offset comes from the local header, whose extra field differs from the central one. Checksums are
 * not compared: torch can be told not to compute them and then writes others.
 */
import { OfaError } from '../../protocol/errors.ts';
import type { ByteSource } from '../source/byte-source.ts';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  /** Offset of the local header in the file. */
  readonly headerOffset: number;
  /** False if the entry is compressed or encrypted. */
  readonly stored: boolean;
}

const endSignature = 0x06054b50;
const zip64LocatorSignature = 0x07064b50;
const zip64EndSignature = 0x06064b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

const endBytes = 22;
const locatorBytes = 20;
const zip64EndBytes = 56;
const centralBytes = 46;
const localBytes = 30;
const maxCommentBytes = 0xffff;
/** Far beyond any checkpoint: a thousand tensors take less than 100 kB. */
const maxDirectoryBytes = 64 * 1024 * 1024;

const limit16 = 0xffff;
const limit32 = 0xffffffff;
const zip64ExtraId = 1;
const encryptedFlag = 1;

function damaged(source: ByteSource, what: string): OfaError {
  return new OfaError('checkpoint-damaged', `${source.name}: ${what}`, { file: source.name });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

interface DirectoryPlace {
  readonly entries: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Where the end record starts: the last one whose comment reaches exactly to the end of the file. */
function findEndRecord(tail: DataView): number | undefined {
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    const found = tail.getUint32(at, true) === endSignature;
    if (found && at + endBytes + tail.getUint16(at + 20, true) === tail.byteLength) return at;
  }
  return undefined;
}

async function readZip64End(
  signal: AbortSignal,
  source: ByteSource,
  locatorOffset: number,
): Promise<DirectoryPlace> {
  const locator = viewOf(await source.read(signal, locatorOffset, locatorBytes));
  if (locator.getUint32(0, true) !== zip64LocatorSignature)
    throw damaged(source, 'its zip64 locator is missing');
  const view = viewOf(await source.read(signal, uint64(locator, 8), zip64EndBytes));
  if (view.getUint32(0, true) !== zip64EndSignature) throw damaged(source, 'its zip64 end record is missing');
  return { entries: uint64(view, 32), bytes: uint64(view, 40), offset: uint64(view, 48) };
}

async function findDirectory(signal: AbortSignal, source: ByteSource): Promise<DirectoryPlace> {
  const tailBytes = Math.min(source.size, endBytes + maxCommentBytes);
  const tailOffset = source.size - tailBytes;
  const tail = viewOf(await source.read(signal, tailOffset, tailBytes));
  const at = findEndRecord(tail);
  if (at === undefined) throw damaged(source, 'the end of the zip file is missing; it may have been cut off');
  const place = {
    entries: tail.getUint16(at + 10, true),
    bytes: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
  const needsZip64 = place.entries === limit16 || place.bytes === limit32 || place.offset === limit32;
  return needsZip64 ? readZip64End(signal, source, tailOffset + at - locatorBytes) : place;
}

/** Values of the zip64 extra field, which has only those whose 32-bit field is all ones, in a fixed order. */
function* zip64Values(extra: DataView): Generator<number> {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const end = at + 4 + extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === zip64ExtraId) {
      for (let value = at + 4; value + 8 <= Math.min(end, extra.byteLength); value += 8) {
        yield uint64(extra, value);
      }
    }
    at = end;
  }
}

interface ParsedEntry {
  readonly entry: ZipEntry;
  /** Where the next central header starts. */
  readonly next: number;
}

function parseCentralHeader(source: ByteSource, directory: DataView, at: number): ParsedEntry {
  if (at + centralBytes > directory.byteLength || directory.getUint32(at, true) !== centralSignature) {
    throw damaged(source, 'its zip directory is damaged');
  }
  const nameAt = at + centralBytes;
  const extraAt = nameAt + directory.getUint16(at + 28, true);
  const commentAt = extraAt + directory.getUint16(at + 30, true);
  const next = commentAt + directory.getUint16(at + 32, true);
  if (next > directory.byteLength) throw damaged(source, 'its zip directory is damaged');
  const large = zip64Values(
    new DataView(directory.buffer, directory.byteOffset + extraAt, commentAt - extraAt),
  );
  const field = (offset: number): number => {
    const value = directory.getUint32(at + offset, true);
    if (value !== limit32) return value;
    const extended = large.next();
    return extended.done === true ? value : extended.value;
  };
  const bytes = field(24);
  const storedBytes = field(20);
  const headerOffset = field(42);
  const nameBytes = new Uint8Array(directory.buffer, directory.byteOffset + nameAt, extraAt - nameAt);
  const encrypted = (directory.getUint16(at + 8, true) & encryptedFlag) !== 0;
  const stored = directory.getUint16(at + 10, true) === 0 && !encrypted && storedBytes === bytes;
  return { entry: { name: new TextDecoder().decode(nameBytes), bytes, headerOffset, stored }, next };
}

/**
 * The entries of a zip file by name.
 * @throws OfaError `checkpoint-damaged` where the directory is missing, cut off or contradicts itself.
 */
export async function readZipDirectory(
  signal: AbortSignal,
  source: ByteSource,
): Promise<ReadonlyMap<string, ZipEntry>> {
  const place = await findDirectory(signal, source);
  if (place.bytes > maxDirectoryBytes || place.entries * centralBytes > place.bytes) {
    throw damaged(source, 'its zip directory is damaged');
  }
  const directory = viewOf(await source.read(signal, place.offset, place.bytes));
  const entries = new Map<string, ZipEntry>();
  for (let at = 0, index = 0; index < place.entries; index++) {
    const { entry, next } = parseCentralHeader(source, directory, at);
    if (entries.has(entry.name)) throw damaged(source, `it holds ${entry.name} twice`);
    entries.set(entry.name, entry);
    at = next;
  }
  return entries;
}

/**
 * Offset in the file at which a stored entry's data starts.
 * @throws OfaError `checkpoint-damaged` where its local header is missing or its data leaves the file.
 */
export async function entryDataOffset(
  signal: AbortSignal,
  source: ByteSource,
  entry: ZipEntry,
): Promise<number> {
  const header = viewOf(await source.read(signal, entry.headerOffset, localBytes));
  if (header.getUint32(0, true) !== localSignature)
    throw damaged(source, `the header of ${entry.name} is damaged`);
  const offset = entry.headerOffset + localBytes + header.getUint16(26, true) + header.getUint16(28, true);
  if (offset + entry.bytes > source.size) throw damaged(source, `${entry.name} is cut off`);
  return offset;
}
