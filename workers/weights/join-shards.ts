import type { ModelFile, Shard } from '../protocol/model-folder.ts';

/**
 * A file's content, shard after shard; while one is checked and copied, the next is read already.
 *
 * @throws what `read` throws; `signal.reason` on abort.
 */
export async function joinShards(
  signal: AbortSignal,
  { bytes: length, shards }: ModelFile,
  read: (shard: Shard) => Promise<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const beginAt = (index: number): Promise<ArrayBuffer> | null => {
    signal.throwIfAborted();
    if (index === shards.length) return null;
    const reading = read(shards[index]);
    // Its failure is thrown when its turn comes, unless an earlier one has failed.
    reading.catch(() => undefined);
    return reading;
  };
  const joined = new Uint8Array(length);
  let offset = 0;
  let reading = beginAt(0);
  for (let index = 1; reading !== null; index += 1) {
    const next = beginAt(index);
    const bytes: ArrayBuffer = await reading;
    joined.set(new Uint8Array(bytes), offset);
    offset += bytes.byteLength;
    reading = next;
  }
  return joined;
}
