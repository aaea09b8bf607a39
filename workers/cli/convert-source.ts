/** Where `npm run convert` takes a checkpoint from. */
import type { SourceFolder } from '../convert/source/source-folder.ts';
import type { HubRepository } from '../hub/hub-repository.ts';
import { hubReference } from '../hub/hub-repository.ts';
import { openHubSourceFolder } from '../hub/hub-source-folder.ts';
import type { TransferProgress } from '../hub/transfer-progress.ts';
import { whileDownloading } from '../hub/while-downloading.ts';
import { hubCheckpointFiles, patience } from '../models/hub-files.ts';
import { transformersFolder } from '../models/transformers-folder.ts';
import { nodeChunkStore } from './node-chunk-store.ts';
import { nodeFolder } from './node-folder.ts';
import { nodeNetwork } from './node-network.ts';

export type ConvertSource =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'hub';
      readonly repository: HubRepository;
      /** Origins in place of the hub's own; undefined for those. */
      readonly sites: readonly string[] | undefined;
      /** Where what has been downloaded stays until it is converted. */
      readonly cacheFolder: string;
    };

/**
 * Does `work` with the checkpoint: with one of a hub while it is downloaded. Its value is returned when every file has
 * passed the hash that the hub states.
 * @throws what `work` throws, OfaError with a download or storage code; `signal.reason` on abort. What has been
 *   downloaded by then stays.
 */
export async function withCheckpoint<Value>(
  signal: AbortSignal,
  source: ConvertSource,
  onDownload: (progress: TransferProgress) => void,
  work: (signal: AbortSignal, folder: SourceFolder) => Promise<Value>,
): Promise<Value> {
  if (source.kind === 'folder') return work(signal, nodeFolder(source.path));
  const { repository, sites: given, cacheFolder } = source;
  const reference = hubReference(repository);
  const { files, sites } = await hubCheckpointFiles(signal, nodeNetwork, {
    reference,
    ...(given !== undefined && { sites: given }),
  });
  const folder = await openHubSourceFolder(repository, files, {
    network: nodeNetwork,
    patience,
    store: nodeChunkStore(cacheFolder),
    sites,
    now: () => performance.now(),
    onProgress: onDownload,
  });
  const readable = repository.hub === 'huggingface' ? transformersFolder(folder) : folder;
  const value = await whileDownloading(signal, folder, (working) => work(working, readable));
  await folder.forget();
  return value;
}
