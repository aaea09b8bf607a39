import { streamGet, type Network } from '../weights/http.ts';
import type { Attempt } from '../weights/retry.ts';

/** Bytes `first` to `last`, both included. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface GetBytesOptions {
  readonly range?: ByteRange;
  /** Silence of so long is a failure. */
  readonly stallMs: number;
  /** Takes what has arrived, in order; no more is read until it has. False ends the transfer, which succeeds then. */
  readonly onBytes: (bytes: Uint8Array<ArrayBuffer>, status: number) => boolean | Promise<boolean>;
}

/** A server that wants us to stay away for longer is left for another. */
const longestWaitMs = 60_000;

/**
 * One GET, for a range of a file if one is given. A range's header is the only one that is sent: a single closed range
 * is allowed across origins without a preflight (https://fetch.spec.whatwg.org/#cors-safelisted-request-header), and
 * hubs refuse preflights. Where a server's `Retry-After` can be read, so long is waited before the attempt ends.
 *
 * Fails as `streamGet`.
 * @throws what `onBytes` throws; `signal.reason` on abort.
 */
export async function getBytes(
  signal: AbortSignal,
  network: Network,
  url: string,
  { range, stallMs, onBytes }: GetBytesOptions,
): Promise<Attempt<void>> {
  const headers = range && { Range: `bytes=${range.first}-${range.last}` };
  let retryAfterMs = 0;
  let refusal: { readonly error: unknown } | undefined;

  const taking = (status: number) =>
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      async transform(bytes, controller) {
        try {
          if (await onBytes(bytes, status)) controller.enqueue(bytes);
          else controller.terminate();
        } catch (error) {
          refusal = { error };
          controller.terminate();
        }
      },
    });
  const ranged: Network = {
    origin: network.origin,
    isOnline: () => network.isOnline(),
    random: () => network.random(),
    sleep: (until, milliseconds) => network.sleep(until, milliseconds),
    async fetch(address, init) {
      const response = await network.fetch(address, { ...init, ...(headers && { headers }) });
      retryAfterMs = 1000 * Number(response.headers.get('Retry-After') ?? 0);
      if (!response.ok || response.body === null) return response;
      return new Response(response.body.pipeThrough(taking(response.status)), { status: response.status });
    },
  };
  const transfer = await streamGet(signal, ranged, url, { cache: 'no-store', stallMs, onChunk: () => true });
  if (refusal !== undefined) throw refusal.error;
  // A date, the header's other form, is no number.
  if (transfer.ok || !transfer.again || !(retryAfterMs > 0)) return transfer;
  if (retryAfterMs > longestWaitMs) return { ...transfer, again: false };
  await network.sleep(signal, retryAfterMs);
  return transfer;
}
