import { createSHA256 } from 'hash-wasm';
import { chunksOf } from '../source/byte-source.ts';
import type { ByteSource } from '../source/byte-source.ts';

/**
 * SHA-256 of a whole file in lower-case hex: the one that the source knows, else taken a few megabytes at a time, which
 * `crypto.subtle` cannot do.
 * @param onProgress told the number of bytes hashed.
 */
export async function hashFile(
  signal: AbortSignal,
  source: ByteSource,
  onProgress: (doneBytes: number) => void,
): Promise<string> {
  if (source.sha256 !== undefined) return source.sha256(signal);
  const hash = await createSHA256();
  let done = 0;
  for await (const chunk of chunksOf(signal, source)) {
    signal.throwIfAborted();
    hash.update(chunk);
    done += chunk.length;
    onProgress(done);
  }
  return hash.digest();
}
