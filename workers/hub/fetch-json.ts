import { OfaError } from '../protocol/errors.ts';
import { sniffErrorPage } from '../weights/error-page.ts';
import type { Network, Patience } from '../weights/http.ts';
import { retry } from '../weights/retry.ts';
import { getBytes } from './get-bytes.ts';

const longest = 16 * 2 ** 20;

/**
 * The JSON at an address, of at most 16 MiB.
 * @throws OfaError `download-wrong-content` if it is none, else with a download code; `signal.reason` on abort.
 */
export async function fetchJson(
  signal: AbortSignal,
  network: Network,
  url: string,
  patience: Patience,
): Promise<unknown> {
  return parseJson(url, await getText(signal, network, url, patience));
}

async function getText(
  signal: AbortSignal,
  network: Network,
  url: string,
  patience: Patience,
): Promise<string> {
  return retry(signal, network, patience.attempts, async () => {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    const transfer = await getBytes(signal, network, url, {
      stallMs: patience.stallMs,
      onBytes(bytes) {
        pieces.push(bytes);
        length += bytes.length;
        return length <= longest;
      },
    });
    return transfer.ok ? { ok: true, value: await new Blob(pieces).text() } : transfer;
  });
}

function parseJson(url: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const page = sniffErrorPage(new TextEncoder().encode(body));
    const details = { url, ...(page !== null && { found: page }) };
    throw new OfaError('download-wrong-content', `${url} is no JSON`, details, error);
  }
}
