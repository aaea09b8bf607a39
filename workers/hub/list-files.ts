import { OfaError } from '../protocol/errors.ts';
import { sniffErrorPage } from '../weights/error-page.ts';
import type { Network, Patience } from '../weights/http.ts';
import { retry } from '../weights/retry.ts';
import { getBytes } from './get-bytes.ts';
import type { HubFile, HubRepository } from './hub-repository.ts';
import { hubs } from './hubs.ts';
import { places } from './in-turn.ts';

const longestListing = 16 * 2 ** 20;

/**
 * The files of a repository with sizes, and hashes where the hub tells them, from the first site that answers.
 * @throws OfaError `download-not-found` if no site knows the model at this revision, `download-offline`,
 *   `download-blocked`, `download-failed`, `download-wrong-content`; `signal.reason` on abort.
 */
export function listHubFiles(
  signal: AbortSignal,
  network: Network,
  repository: HubRepository,
  patience: Patience,
  sites = hubs[repository.hub].sites,
): Promise<readonly HubFile[]> {
  const hub = hubs[repository.hub];
  return places(hub.listUrls(repository, sites)).inTurn(async (url) => {
    const body = await getText(signal, network, url, patience);
    return hub.parseListing(url, parseJson(url, body));
  });
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
        return length <= longestListing;
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
