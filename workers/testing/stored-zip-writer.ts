/** Zip files as `torch.save` writes them (reference/README.md, section 3), streamed: no entry need fit in memory. */
import { crc32 } from 'node:zlib';

/** Receives the bytes of a file in order. */
export type ByteSink = (bytes: Uint8Array) => void;

export interface StoredZipOptions {
  /** Write zip64 records even where nothing is too large for the 32-bit ones. */
  readonly zip64?: boolean;
}

const dataAlignment = 64;
const limit32 = 0xffffffff;
const storedVersion = 0;
const zip64Version = 45;
/** Bit 3: sizes and checksum follow the data. Bit 11: the name is UTF-8. */
const flags = 0x0808;

interface CentralEntry {
  readonly name: Uint8Array;
  readonly bytes: number;
  readonly checksum: number;
  readonly offset: number;
}

/** Little-endian fields one after another: `[width in bytes, value]`. */
function record(...fields: readonly (readonly [1 | 2 | 4 | 8, number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 1) view.setUint8(at, value);
    else if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return bytes;
}

/**
 * Writes stored entries whose data starts at a multiple of 64 bytes; sizes stand in a data descriptor and in the
 * central directory only, and local and central extra fields differ.
 */
export class StoredZipWriter {
  #position = 0;
  readonly #entries: CentralEntry[] = [];
  readonly #sink: ByteSink;
  readonly #forceZip64: boolean;

  constructor(sink: ByteSink, options: StoredZipOptions = {}) {
    this.#sink = sink;
    this.#forceZip64 = options.zip64 ?? false;
  }

  #write(bytes: Uint8Array): void {
    this.#sink(bytes);
    this.#position += bytes.length;
  }

  #needsZip64(...values: readonly number[]): boolean {
    return this.#forceZip64 || values.some((value) => value >= limit32);
  }

  /** Appends an entry; `bytes` is the sum of the lengths of `chunks`. */
  entry(name: string, bytes: number, chunks: Iterable<Uint8Array>): void {
    const offset = this.#position;
    const nameBytes = new TextEncoder().encode(name);
    const fixed = offset + 30 + nameBytes.length + 4;
    const padding = (dataAlignment - (fixed % dataAlignment)) % dataAlignment;
    const extra = record([1, 0x46], [1, 0x42], [2, padding]);
    this.#write(
      record(
        [4, 0x04034b50],
        [2, storedVersion],
        [2, flags],
        [2, 0],
        [4, 0],
        [4, 0],
        [4, 0],
        [4, 0],
        [2, nameBytes.length],
        [2, extra.length + padding],
      ),
    );
    this.#write(nameBytes);
    this.#write(extra);
    this.#write(new Uint8Array(padding).fill(0x5a));
    let checksum = 0;
    let written = 0;
    for (const chunk of chunks) {
      checksum = crc32(chunk, checksum);
      written += chunk.length;
      this.#write(chunk);
    }
    if (written !== bytes) throw new Error(`${name}: ${written} bytes written, ${bytes} announced`);
    const width = this.#needsZip64(bytes) ? 8 : 4;
    this.#write(record([4, 0x08074b50], [4, checksum], [width, bytes], [width, bytes]));
    this.#entries.push({ name: nameBytes, bytes, checksum, offset });
  }

  #centralHeader(entry: CentralEntry): void {
    const zip64 = this.#needsZip64(entry.bytes, entry.offset);
    const extra = zip64
      ? record([2, 1], [2, 24], [8, entry.bytes], [8, entry.bytes], [8, entry.offset])
      : new Uint8Array(0);
    const size = zip64 ? limit32 : entry.bytes;
    this.#write(
      record(
        [4, 0x02014b50],
        [2, 0],
        [2, zip64 ? zip64Version : storedVersion],
        [2, flags],
        [2, 0],
        [4, 0],
        [4, entry.checksum],
        [4, size],
        [4, size],
        [2, entry.name.length],
        [2, extra.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, zip64 ? limit32 : entry.offset],
      ),
    );
    this.#write(entry.name);
    this.#write(extra);
  }

  /** Writes the central directory; the zip64 end record always stands before it, as PyTorch has it. */
  finish(): void {
    const start = this.#position;
    for (const entry of this.#entries) this.#centralHeader(entry);
    const end = this.#position;
    const count = this.#entries.length;
    this.#write(
      record(
        [4, 0x06064b50],
        [8, 44],
        [2, 0x031e],
        [2, zip64Version],
        [4, 0],
        [4, 0],
        [8, count],
        [8, count],
        [8, end - start],
        [8, start],
      ),
    );
    this.#write(record([4, 0x07064b50], [4, 0], [8, end], [4, 1]));
    const zip64 = this.#needsZip64(start, end - start) || count >= 0xffff;
    this.#write(
      record(
        [4, 0x06054b50],
        [2, 0],
        [2, 0],
        [2, zip64 ? 0xffff : count],
        [2, zip64 ? 0xffff : count],
        [4, zip64 ? limit32 : end - start],
        [4, zip64 ? limit32 : start],
        [2, 0],
      ),
    );
  }
}
