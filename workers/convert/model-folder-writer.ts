/** Where a converted model goes: a folder on disk, the browser's storage, memory. */
import type { ModelFile, Shard } from '../protocol/model-folder.ts';
import { sha256Hex } from '../weights/sha256.ts';
import type { ExternalFilePart } from './onnx/external-data.ts';

export interface ModelFolderWriter {
  /**
   * Told before the first file how many bytes the graphs' files will have; rejects with OfaError `storage-full` where
   * there is no room for them.
   */
  prepare?(signal: AbortSignal, bytes: number): Promise<void>;
  /** Writes a whole file, at most 16 MiB, replacing one of the same path. `path` is relative, `/` as separator. */
  write(signal: AbortSignal, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Removes a file; no error if there is none. */
  remove(signal: AbortSignal, path: string): Promise<void>;
}

const maxShardBytes = 16 * 1024 * 1024;

/** Collects bytes into shards of equal size but the last, and hashes and writes each as soon as it is full. */
class ShardSplitter {
  readonly #writer: ModelFolderWriter;
  readonly #paths: readonly string[];
  readonly #shards: Shard[] = [];
  readonly #buffer: Uint8Array<ArrayBuffer>;
  #filled = 0;

  constructor(writer: ModelFolderWriter, paths: readonly string[], bytes: number) {
    this.#writer = writer;
    this.#paths = paths;
    this.#buffer = new Uint8Array(Math.min(bytes, maxShardBytes));
  }

  async push(signal: AbortSignal, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#buffer.length) await this.#flush(signal);
    }
  }

  async finish(signal: AbortSignal): Promise<readonly Shard[]> {
    if (this.#filled > 0) await this.#flush(signal);
    return this.#shards;
  }

  async #flush(signal: AbortSignal): Promise<void> {
    const bytes = this.#buffer.slice(0, this.#filled);
    const path = this.#paths[this.#shards.length];
    const sha256 = await sha256Hex(bytes.buffer);
    signal.throwIfAborted();
    await this.#writer.write(signal, path, bytes);
    this.#shards.push({ path, bytes: bytes.length, sha256 });
    this.#filled = 0;
  }
}

/** A file that is written part by part. */
export interface FileContent {
  /** The `path` of its `ModelFile`. */
  readonly path: string;
  /** Sum of the parts. */
  readonly bytes: number;
  readonly parts: (signal: AbortSignal) => AsyncIterable<ExternalFilePart> | Iterable<ExternalFilePart>;
}

/** A file that consists of `bytes`. */
export function wholeFile(path: string, bytes: Uint8Array<ArrayBuffer>): FileContent {
  return { path, bytes: bytes.length, parts: () => [{ tensor: path, bytes }] };
}

/**
 * Writes a file in shards below `folder` (ending in `/`, or empty): one of the file's own path where it fits, else
 * `<path>.0`, `<path>.1`, … Holds one shard and one part at a time.
 * @param onPart told of each part before it is written.
 */
export async function writeModelFile(
  signal: AbortSignal,
  writer: ModelFolderWriter,
  folder: string,
  { path, bytes, parts }: FileContent,
  onPart: (part: ExternalFilePart) => void,
): Promise<ModelFile> {
  const count = Math.ceil(bytes / maxShardBytes);
  const full = folder + path;
  const paths = count === 1 ? [full] : Array.from({ length: count }, (_, index) => `${full}.${index}`);
  const splitter = new ShardSplitter(writer, paths, bytes);
  for await (const part of parts(signal)) {
    onPart(part);
    await splitter.push(signal, part.bytes);
  }
  return { path, bytes, shards: await splitter.finish(signal) };
}
