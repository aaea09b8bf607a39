import type { Network, Patience } from '../weights/http.ts';
import { fetchJson } from './fetch-json.ts';
import type { HubFile, HubRepository } from './hub-repository.ts';
import { hubs } from './hubs.ts';
import { places } from './in-turn.ts';

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
  return places(hub.listUrls(repository, sites)).inTurn(async (url) =>
    hub.parseListing(url, await fetchJson(signal, network, url, patience)),
  );
}
