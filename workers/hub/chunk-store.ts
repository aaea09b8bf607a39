/** A chunk of a file; `file` names the file's content and how it is divided, whichever host it comes from. */
export interface ChunkKey {
  readonly file: string;
  readonly index: number;
}

export interface StoredChunk extends ChunkKey {
  readonly bytes: number;
}

/**
 * Where chunks are kept while a file arrives: whole ones, and the beginnings of those that broke off. A store neither
 * hashes what it takes nor what it gives. Every method rejects with OfaError `storage-unavailable` where storage is
 * denied or broken.
 */
export interface ChunkStore {
  /** The bytes, which nobody may change; undefined if there are none. */
  read(key: ChunkKey): Promise<ArrayBuffer | undefined>;
  /** Keeps `bytes` in place of what was there; rejects with `storage-full` if there is no room. */
  write(key: ChunkKey, bytes: ArrayBuffer): Promise<void>;
  /** No-op if there is none. */
  delete(key: ChunkKey): Promise<void>;
  /** Deletes every chunk of the file. */
  deleteFile(file: string): Promise<void>;
  /** What is there, of all files, without reading it. */
  list(): Promise<readonly StoredChunk[]>;
}
