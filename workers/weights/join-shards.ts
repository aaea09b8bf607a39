import type { ModelFile, Shard } from '../protocol/model-folder.ts';

/** A file's content, shard after shard. @throws what `read` throws; `signal.reason` on abort. */
export async function joinShards(
  signal: AbortSignal,
  file: ModelFile,
  read: (shard: Shard) => Promise<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const joined = new Uint8Array(file.bytes);
  let offset = 0;
  for (const shard of file.shards) {
    signal.throwIfAborted();
    const bytes = await read(shard);
    joined.set(new Uint8Array(bytes), offset);
    offset += bytes.byteLength;
  }
  return joined;
}
