import { checkpointFiles, isWholeCheckpoint } from '../hub/checkpoint-files.ts';
import { parseHubReference, type HubFile, type HubRepository } from '../hub/hub-repository.ts';
import { hubs } from '../hub/hubs.ts';
import { listHubFiles } from '../hub/list-files.ts';
import type { PinnedFile } from '../protocol/catalogue.ts';
import type { HubReference } from '../protocol/convert-service.ts';
import type { Network, Patience } from '../weights/http.ts';

export const patience: Patience = { attempts: 5, stallMs: 30_000 };

export interface HubCheckpointFiles {
  readonly repository: HubRepository;
  readonly sites: readonly string[];
  readonly files: readonly HubFile[];
}

/**
 * The files of a hub's checkpoint. The hub is asked unless all are pinned with their sizes; where something is pinned and
 * the hub says otherwise, the pinned value stands, and verification tells.
 * @throws OfaError `setting-invalid` for a bad reference, `model-not-found` if there are no weights, a download code.
 */
export async function hubCheckpointFiles(
  signal: AbortSignal,
  network: Network,
  { reference, files: pinned = [], sites: given }: HubReference,
): Promise<HubCheckpointFiles> {
  const repository = parseHubReference(reference);
  const sites = given ?? hubs[repository.hub].sites;
  const sized = pinned.filter((file): file is HubFile => file.bytes !== undefined);
  const listed =
    sized.length === pinned.length && isWholeCheckpoint(sized)
      ? sized
      : await listHubFiles(signal, network, repository, patience, sites);
  return { repository, sites, files: checkpointFiles(listed).map((file) => withPins(file, pinned)) };
}

function withPins(file: HubFile, pinned: readonly PinnedFile[]): HubFile {
  const pin = pinned.find(({ path }) => path === file.path);
  return {
    ...file,
    ...(pin?.bytes !== undefined && { bytes: pin.bytes }),
    ...(pin?.sha256 !== undefined && { sha256: pin.sha256 }),
  };
}
