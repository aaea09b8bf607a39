import { OfaError } from '../protocol/errors.ts';
import type { ShardKey } from './shard-store.ts';
import { sniffErrorPage } from './error-page.ts';
import { streamGet, type Network, type Patience } from './http.ts';
import { retry, type Attempt } from './retry.ts';
import { sha256Hex } from './sha256.ts';

/**
 * Downloads one shard, at most 16 MiB, and returns it once length and hash are right. A shard that breaks off
 * starts over: `attemptShard` is the place where a range request would go on instead.
 *
 * `onReceived` is told how many bytes of the shard are here; an attempt that starts over begins at 0 again.
 * @throws OfaError `download-offline`, `download-blocked`, `download-not-found`, `download-failed`,
 *   `download-wrong-content` (a page, a JSON error or a wrong length instead of the file),
 *   `model-file-corrupt` (right length, wrong hash); `signal.reason` on abort.
 */
export function downloadShard(
  signal: AbortSignal,
  network: Network,
  url: string,
  shard: ShardKey,
  patience: Patience,
  onReceived: (bytes: number) => void,
): Promise<ArrayBuffer> {
  return retry(signal, network, patience.attempts, () =>
    attemptShard(signal, network, url, shard, patience.stallMs, onReceived),
  );
}

async function attemptShard(
  signal: AbortSignal,
  network: Network,
  url: string,
  shard: ShardKey,
  stallMs: number,
  onReceived: (bytes: number) => void,
): Promise<Attempt<ArrayBuffer>> {
  const bytes = new Uint8Array(shard.bytes);
  let received = 0;
  onReceived(0);
  const transfer = await streamGet(signal, network, url, {
    // The bytes are kept by us: the HTTP cache would hold them twice, and would hand out a bad copy again.
    cache: 'no-store',
    stallMs,
    onChunk: (chunk) => {
      bytes.set(chunk.subarray(0, bytes.length - received), received);
      received += chunk.length;
      onReceived(Math.min(received, bytes.length));
      return received <= bytes.length;
    },
  });
  if (!transfer.ok) return transfer;
  if (received !== shard.bytes) {
    return wrongContent(url, shard, received, sniffErrorPage(bytes.subarray(0, received)));
  }
  if ((await sha256Hex(bytes.buffer)) !== shard.sha256) {
    const message = `${url} has the right length but not the hash that model.json states`;
    return { ok: false, error: new OfaError('model-file-corrupt', message, { url }), again: true };
  }
  return { ok: true, value: bytes.buffer };
}

/** @param page what came instead of the file, if it is known. */
function wrongContent(
  url: string,
  shard: ShardKey,
  received: number,
  page: 'html' | 'json' | null,
): Attempt<ArrayBuffer> {
  const found = { html: 'a web page', json: 'a JSON message', length: 'of another length' }[page ?? 'length'];
  const error = new OfaError(
    'download-wrong-content',
    `${url} is ${found}: expected ${shard.bytes} bytes, received ${received}`,
    { url, found: page ?? 'length', expectedBytes: shard.bytes, receivedBytes: received },
  );
  // A length may be wrong by accident; a page is what the server means to send.
  return { ok: false, error, again: page === null };
}
