/**
 * From the URL of a model folder to its verified bytes:
 * 1. Read `model.json` from the server; from the last committed record where that fails.
 * 2. Let the caller choose a variant.
 * 3. Unless a record says that all of it is here, find or download its shards and check every hash.
 * 4. Write the record: from then on the model opens without a network.
 * 5. Check each shard that comes from storage when it is first read; fetch it again if it is damaged.
 * A folder may lie at several addresses, which are asked in turn; or at none, if it was converted or imported here.
 * Where storage is denied or full the shards stay in memory, and `stored` says so.
 */
import type { ModelEvent } from '../protocol/caption-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { ModelFolder, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { covers } from './committed-models.ts';
import { joinShards } from './join-shards.ts';
import { makeReady, type WantedModel } from './make-ready.ts';
import { storageOnly, webOrigin, type ModelOrigin } from './model-origin.ts';
import type { WeightsPlatform } from './platform.ts';
import { shardSource } from './shard-source.ts';
import { isStoredAddress } from './stored-address.ts';
import { unlessRefused } from './unless-refused.ts';

export interface OpenModelFolderOptions {
  readonly platform: WeightsPlatform;
  /** Other URLs of the same folder. */
  readonly mirrors?: readonly string[];
  /** Picks one of the manifest's variants; what it throws, `openModelFolder` throws. */
  readonly chooseVariant: (manifest: ModelManifest) => ModelVariant | Promise<ModelVariant>;
  /** Told of the phases `manifest`, `wait` and `download`; the last event of a successful download is exact. */
  readonly onEvent: (event: ModelEvent) => void;
}

export interface OpenedModelFolder extends ModelFolder {
  readonly variant: ModelVariant;
  /** True if the model is kept in this browser; false if it lives in memory only. */
  readonly stored: boolean;
}

const patient = { attempts: 5, stallMs: 30_000 };
/** For asking after a newer `model.json` while an older one is here. */
const brief = { attempts: 1, stallMs: 3_000 };

/**
 * Opens the model folder at an absolute URL, or one that is in storage by its `storedAddress`, and makes everything
 * that the chosen variant needs ready to be read.
 * @throws OfaError `model-not-found`, `model-manifest-invalid`, `model-file-corrupt` or a download code; what
 *   `chooseVariant` throws; `signal.reason` on abort. Shards that had arrived by then stay in storage.
 */
export async function openModelFolder(
  signal: AbortSignal,
  folderUrl: string,
  options: OpenModelFolderOptions,
): Promise<OpenedModelFolder> {
  const { platform, mirrors = [] } = options;
  const folder = isStoredAddress(folderUrl) ? folderUrl : normaliseFolderUrl(folderUrl);
  const origin = isStoredAddress(folder)
    ? storageOnly(folder)
    : webOrigin(platform.network, [folder, ...mirrors.map(normaliseFolderUrl)], patient);
  options.onEvent({ phase: 'manifest' });
  const records = (await unlessRefused(platform.storage.records.list(), [])).filter(
    (record) => record.folderUrl === folder,
  );
  const recorded = records[0]?.manifest;
  const current =
    recorded === undefined
      ? await origin.fetchManifest(signal, patient)
      : await newerManifest(signal, origin, recorded);
  const open = (manifest: ModelManifest, variant: ModelVariant) =>
    openVariant(signal, { folderUrl: folder, manifest, variant }, origin, options);
  try {
    return await open(current, await options.chooseVariant(current));
  } catch (error) {
    if (recorded === undefined || recorded === current || !isDownloadFault(error)) throw error;
    // A model that is here as a whole must stay usable when its successor cannot be fetched.
    const variant = await options.chooseVariant(recorded);
    if (!records.some((record) => covers(record, recorded, variant.name))) throw error;
    return open(recorded, variant);
  }
}

/** The server's `model.json`, or `recorded` if it cannot be had. */
async function newerManifest(
  signal: AbortSignal,
  origin: ModelOrigin,
  recorded: ModelManifest,
): Promise<ModelManifest> {
  try {
    return await origin.fetchManifest(signal, brief);
  } catch {
    signal.throwIfAborted();
    return recorded;
  }
}

async function openVariant(
  signal: AbortSignal,
  wanted: WantedModel,
  origin: ModelOrigin,
  { platform, onEvent }: OpenModelFolderOptions,
): Promise<OpenedModelFolder> {
  const source = shardSource(origin.fetchShard, platform.storage);
  const stored = await makeReady(signal, wanted, source, platform, onEvent);
  return {
    manifest: wanted.manifest,
    variant: wanted.variant,
    stored,
    read: (signal, file) =>
      joinShards(
        signal,
        file,
        async (shard) => (await source.find(shard)) ?? source.download(signal, shard, () => {}),
      ),
  };
}

function normaliseFolderUrl(folderUrl: string): string {
  if (!URL.canParse(folderUrl) || !/^https?:/i.test(folderUrl)) {
    throw new OfaError('model-not-found', `${folderUrl} is no absolute web address`, { url: folderUrl });
  }
  const { origin, pathname } = new URL(folderUrl);
  return `${origin}${pathname}${pathname.endsWith('/') ? '' : '/'}`;
}

function isDownloadFault(error: unknown): boolean {
  return (
    error instanceof OfaError && (error.code.startsWith('download-') || error.code === 'model-file-corrupt')
  );
}
