/** Random access to the bytes of one file, wherever it lies. */
import { OfaError } from '../../protocol/errors.ts';

export interface ByteSource {
  /** What errors call the file. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /**
   * `length` bytes from `offset`, in a buffer of their own.
   * @throws OfaError `checkpoint-damaged` where the range leaves the file or the file cannot be read.
   */
  read(signal: AbortSignal, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** SHA-256 of the whole file in lower-case hex, where its bytes are hashed as they arrive anyway. */
  sha256?(signal: AbortSignal): Promise<string>;
}

/** Bytes of a file that are read or hashed at a time. */
const chunkBytes = 8 * 1024 * 1024;

/** @throws OfaError `checkpoint-damaged` unless `offset` and `length` lie inside a file of `size` bytes. */
export function checkRange(name: string, size: number, offset: number, length: number): void {
  const inside = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!inside || offset + length > size) {
    const message = `${name} is ${size} bytes long; ${length} bytes from ${offset} were asked of it`;
    throw new OfaError('checkpoint-damaged', message, { file: name, bytes: size });
  }
}

/** A `File` that a person picked, or any other `Blob`. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (signal, offset, length) => {
      signal.throwIfAborted();
      checkRange(name, blob.size, offset, length);
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (error) {
        throw new OfaError('checkpoint-damaged', `${name} cannot be read`, { file: name }, error);
      }
    },
  };
}

/** The whole file, a few megabytes at a time, in order. */
export async function* chunksOf(
  signal: AbortSignal,
  source: ByteSource,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < source.size; offset += chunkBytes) {
    yield await source.read(signal, offset, Math.min(chunkBytes, source.size - offset));
  }
}
