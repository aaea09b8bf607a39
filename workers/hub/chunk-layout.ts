/** How a file is divided into chunks: all of the same length but the last. */
export interface ChunkLayout {
  readonly chunkBytes: number;
  readonly fileBytes: number;
  readonly count: number;
}

export function chunkLayout(fileBytes: number, chunkBytes: number): ChunkLayout {
  return { chunkBytes, fileBytes, count: Math.ceil(fileBytes / chunkBytes) };
}

/** Offset in the file at which a chunk starts. */
export function chunkOffset({ chunkBytes }: ChunkLayout, index: number): number {
  return index * chunkBytes;
}

/** Bytes of a chunk. */
export function chunkLength({ chunkBytes, fileBytes }: ChunkLayout, index: number): number {
  return Math.min(chunkBytes, fileBytes - index * chunkBytes);
}

/** The chunks that hold bytes `offset` to `offset + length - 1`. */
export function chunksWithin({ chunkBytes }: ChunkLayout, offset: number, length: number): readonly number[] {
  if (length === 0) return [];
  const first = Math.floor(offset / chunkBytes);
  const last = Math.floor((offset + length - 1) / chunkBytes);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
