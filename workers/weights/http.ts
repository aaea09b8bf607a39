import { OfaError } from '../protocol/errors.ts';
import type { Attempt, RetryClock } from './retry.ts';

/** What downloading needs of the platform. */
export interface Network extends RetryClock {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** False only where the machine is known to be offline. */
  isOnline(): boolean;
  /** Origin of the page; undefined where there is no page, and no rule about what others may read. */
  readonly origin: string | undefined;
}

/** How long to go on trying. */
export interface Patience {
  readonly attempts: number;
  /** An attempt that brings no byte for so long has failed. */
  readonly stallMs: number;
}

/**
 * One GET, streamed to `onChunk` until that returns false. Credentials, referrer and headers are left out:
 * hubs answer with `Access-Control-Allow-Origin: *`, which forbids the first, some hosts refuse by referrer,
 * and a header would cause a preflight that dies at the redirect to their CDN.
 *
 * Fails with `download-offline`, `download-blocked` (no answer at all from another origin: browsers do not
 * tell a CORS refusal from an unreachable host), `download-not-found` or `download-failed`.
 * @throws `signal.reason` on abort.
 */
export async function streamGet(
  signal: AbortSignal,
  network: Network,
  url: string,
  options: {
    readonly cache: RequestCache;
    readonly stallMs: number;
    readonly onChunk: (chunk: Uint8Array<ArrayBuffer>) => boolean;
  },
): Promise<Attempt<void>> {
  const attempt = new AbortController();
  let answered = false;
  try {
    const response = await unlessStalled(
      network,
      options.stallMs,
      network.fetch(url, {
        signal: AbortSignal.any([signal, attempt.signal]),
        cache: options.cache,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      }),
    );
    answered = true;
    if (!response.ok) return refused(url, response.status);
    const reader = response.body?.getReader();
    for (;;) {
      const chunk = reader && (await unlessStalled(network, options.stallMs, reader.read()));
      if (chunk?.value === undefined || !options.onChunk(chunk.value)) return { ok: true, value: undefined };
    }
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, error: transportError(network, url, answered, error), again: true };
  } finally {
    // Ends what is still under way after a refusal, a stall or a body that is too long.
    attempt.abort();
  }
}

/** @throws Error when nothing has come for `stallMs`. */
async function unlessStalled<Value>(
  clock: RetryClock,
  stallMs: number,
  arrival: Promise<Value>,
): Promise<Value> {
  const arrived = new AbortController();
  const stalled = clock.sleep(arrived.signal, stallMs).then(() => {
    throw new Error(`nothing came for ${stallMs} ms`);
  });
  try {
    return await Promise.race([arrival, stalled]);
  } finally {
    arrived.abort();
  }
}

function refused(url: string, status: number): Attempt<void> {
  const missing = status === 404 || status === 410;
  const code = missing ? 'download-not-found' : 'download-failed';
  return {
    ok: false,
    error: new OfaError(code, `${url} was answered with HTTP status ${status}`, { url, status }),
    again: !missing,
  };
}

function transportError(network: Network, url: string, answered: boolean, cause: unknown): OfaError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (!network.isOnline()) {
    return new OfaError('download-offline', `Offline while downloading ${url} (${reason})`, { url }, cause);
  }
  if (!answered && network.origin !== undefined && new URL(url).origin !== network.origin) {
    const message = `${url} cannot be reached, or its server lets no other site read it (${reason})`;
    return new OfaError('download-blocked', message, { url }, cause);
  }
  return new OfaError('download-failed', `The download of ${url} broke off (${reason})`, { url }, cause);
}
