import type { SourceFolder } from '../convert/source/source-folder.ts';
import type { Network, Patience } from '../weights/http.ts';
import type { ChunkStore } from './chunk-store.ts';
import { hubReference, type HubFile, type HubRepository } from './hub-repository.ts';
import { hubs } from './hubs.ts';
import { places } from './in-turn.ts';
import { openRangedFile, type RangedFile } from './ranged-file.ts';
import { progressMeter, type TransferProgress } from './transfer-progress.ts';

export interface HubSourceFolderOptions {
  readonly network: Network;
  readonly patience: Patience;
  readonly store: ChunkStore;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Origins of the hub's sites, in place of its own. */
  readonly sites?: readonly string[];
  /** Bytes of a chunk; 8 MiB unless told. */
  readonly chunkBytes?: number;
  /** Chunks that are fetched at a time; 4 unless told. */
  readonly lanes?: number;
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** The checkpoint of a hub's repository, read while it arrives. */
export interface HubSourceFolder extends SourceFolder {
  /** Sites that are asked in turn. */
  readonly siteCount: number;
  readonly totalBytes: number;
  /** Bytes that were in the store when the folder was opened. */
  readonly storedBytes: number;
  /** Names of the files in the store. */
  readonly storeKeys: readonly string[];
  /**
   * Fetches all files and verifies them, small ones first. Files may be read at the same time; what was read of them is
   * right if this succeeds.
   * @returns SHA-256 of every file by path.
   * @throws OfaError as `RangedFile.sha256`; `signal.reason` on abort.
   */
  download(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** Drops what is kept of all files, once they have been converted or are not wanted any more. */
  forget(): Promise<void>;
}

const defaultChunkBytes = 8 * 2 ** 20;
const defaultLanes = 4;

/**
 * Opens a folder of these `files` (`listHubFiles` or a catalogue knows them, `checkpointFiles` picks them); asks the
 * network nothing. The folder has no other files.
 * @throws OfaError with a storage code.
 */
export async function openHubSourceFolder(
  repository: HubRepository,
  files: readonly HubFile[],
  options: HubSourceFolderOptions,
): Promise<HubSourceFolder> {
  const { chunkBytes = defaultChunkBytes, lanes = defaultLanes, onProgress = () => {} } = options;
  const hub = hubs[repository.hub];
  const sites = options.sites ?? hub.sites;
  const addresses = places(hub.fileAddresses(repository, sites));
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = progressMeter(totalBytes, options.now, onProgress);

  const open = async (file: HubFile): Promise<readonly [string, RangedFile]> => {
    const { path } = file;
    const identity = `${hubReference(repository)}/${path}`;
    const parts = { ...options, addresses, chunkBytes, lanes };
    const opened = await openRangedFile(file, identity, parts, (bytes) => meter.loaded(path, bytes));
    meter.found(path, opened.storedBytes);
    return [path, opened];
  };
  const opened = new Map(await Promise.all(files.map(open)));
  const smallFirst = [...opened.values()].sort((a, b) => a.size - b.size);
  meter.report();

  return {
    siteCount: sites.length,
    totalBytes,
    storedBytes: smallFirst.reduce((sum, file) => sum + file.storedBytes, 0),
    storeKeys: smallFirst.map(({ storeKey }) => storeKey),
    open: async (signal, name) => {
      signal.throwIfAborted();
      return Promise.resolve(opened.get(name));
    },
    async download(signal) {
      const hashes = new Map<string, string>();
      for (const file of smallFirst) hashes.set(file.name, await file.sha256(signal));
      meter.report();
      return hashes;
    },
    async forget() {
      for (const file of smallFirst) await file.forget();
    },
  };
}
