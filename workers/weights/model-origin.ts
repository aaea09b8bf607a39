/** Where a model folder comes from when it is not in storage, or not all of it. */
import { places } from '../hub/in-turn.ts';
import { OfaError } from '../protocol/errors.ts';
import type { ModelManifest, Shard } from '../protocol/model-folder.ts';
import { downloadShard } from './download.ts';
import { fetchManifest } from './fetch-manifest.ts';
import type { Network, Patience } from './http.ts';

/**
 * Brings a shard; what it gives has passed its hash. `onReceived` is told how many of its bytes are here.
 * @throws OfaError with a download code, or `model-file-corrupt`; `signal.reason` on abort.
 */
export type FetchShard = (
  signal: AbortSignal,
  shard: Shard,
  onReceived: (bytes: number) => void,
) => Promise<ArrayBuffer>;

export interface ModelOrigin {
  /** @throws OfaError as `fetchManifest`; `signal.reason` on abort. */
  readonly fetchManifest: (signal: AbortSignal, patience: Patience) => Promise<ModelManifest>;
  readonly fetchShard: FetchShard;
}

/** A folder on the web, at several addresses (ending in `/`): where one fails the next is asked. */
export function webOrigin(network: Network, folderUrls: readonly string[], patience: Patience): ModelOrigin {
  const hosts = places(folderUrls);
  return {
    fetchManifest: (signal, patience) =>
      hosts.inTurn((folderUrl) => fetchManifest(signal, network, folderUrl, patience)),
    fetchShard: (signal, shard, onReceived) =>
      hosts.inTurn((folderUrl) => {
        const url = folderUrl + shard.path.split('/').map(encodeURIComponent).join('/');
        return downloadShard(signal, network, url, shard, patience, onReceived);
      }),
  };
}

/** No place at all: for a model that was converted or imported here, and is in storage or nowhere. */
export function storageOnly(address: string): ModelOrigin {
  return {
    fetchManifest: () => {
      const message = `${address} is not in this browser's storage`;
      return Promise.reject(new OfaError('model-not-found', message, { url: address }));
    },
    fetchShard: (_, { path }) => {
      const message = `${path} of ${address} is damaged or gone from this browser's storage`;
      return Promise.reject(new OfaError('model-file-corrupt', message, { file: path }));
    },
  };
}
