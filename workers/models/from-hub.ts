/** A model from a hub's checkpoint, downloaded and converted at the same time. */
import { convertCheckpoint, type ConversionOptions } from '../convert/convert.ts';
import type { ModelFolderWriter } from '../convert/model-folder-writer.ts';
import type { ChunkStore } from '../hub/chunk-store.ts';
import { hubReference, parseHubReference } from '../hub/hub-repository.ts';
import { openHubSourceFolder, type HubSourceFolder } from '../hub/hub-source-folder.ts';
import { memoryChunkStore } from '../hub/memory-chunk-store.ts';
import { whileDownloading } from '../hub/while-downloading.ts';
import type { AcquiredModel, AcquireEvent, HubRequest } from '../protocol/convert-service.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { storedAddress } from '../weights/stored-address.ts';
import { unlessRefused } from '../weights/unless-refused.ts';
import { conversionName, conversionOptions } from './conversion-options.ts';
import { checkpointLock, inTurn } from './exclusive-work.ts';
import { findStoredModel } from './find-stored-model.ts';
import { hubCheckpointFiles, patience, type HubCheckpointFiles } from './hub-files.ts';
import { memorySink, storageSink } from './model-sink.ts';
import type { ModelsPlatform } from './models-platform.ts';
import { requireRoom, storageWorks, tellingNeed } from './room.ts';
import { transformersFolder } from './transformers-folder.ts';

type OnEvent = (event: AcquireEvent) => void;

interface HubConversion {
  readonly checkpoint: HubCheckpointFiles;
  readonly options: ConversionOptions;
  /** Address of the result. */
  readonly folderUrl: string;
  readonly onEvent: OnEvent;
}

/**
 * Gets a hub's model. The same model at the same precision, if it is here already, is not got again, unless its
 * checkpoint on the hub has changed. The model is committed when all files of the checkpoint have passed their hashes;
 * then the checkpoint is dropped.
 * @throws OfaError with a download, checkpoint, configuration or storage code; `signal.reason` on abort. What has been
 *   downloaded by then stays.
 */
export async function fromHub(
  signal: AbortSignal,
  platform: ModelsPlatform,
  request: HubRequest,
  onEvent: OnEvent,
): Promise<AcquiredModel> {
  const options = conversionOptions(request, parseHubReference(request.reference));
  onEvent({ phase: 'list' });
  const checkpoint = await hubCheckpointFiles(signal, platform.network, request);
  const reference = hubReference(checkpoint.repository);
  const folderUrl = storedAddress(`${reference}/${conversionName(request)}`);
  const stores = request.inMemory !== true && (await storageWorks(platform));
  const conversion = { checkpoint, options, folderUrl, onEvent };
  if (!stores) return convertInMemory(signal, platform, conversion);
  return inTurn(signal, platform, checkpointLock(reference), onEvent, async () => {
    // The weights come last.
    const sha256 = checkpoint.files.at(-1)?.sha256;
    const found = await findStoredModel(platform, folderUrl);
    const isSame = sha256 === undefined || found?.manifest.source.checkpointSha256 === sha256;
    if (found !== undefined && isSame) return found;
    return convertIntoStorage(signal, platform, conversion);
  });
}

async function convertIntoStorage(
  signal: AbortSignal,
  platform: ModelsPlatform,
  conversion: HubConversion,
): Promise<AcquiredModel> {
  const { checkpoint, folderUrl, onEvent } = conversion;
  const { checkpoints, downloads, clock } = platform;
  const reference = hubReference(checkpoint.repository);
  let loadedBytes = 0;
  let modelBytes = 0;
  const folder = await openFolder(platform, checkpoint, checkpoints, (event) => {
    if (event.phase === 'download') ({ loadedBytes } = event);
    onEvent(event);
  });
  const { totalBytes, storedBytes, storeKeys } = folder;
  // What is still to come of the checkpoint needs its room besides the model.
  const neededBytes = () => totalBytes - loadedBytes + modelBytes;
  const sink = storageSink(platform, (bytes) => {
    modelBytes = bytes;
    return requireRoom(platform, neededBytes());
  });
  await requireRoom(platform, totalBytes - storedBytes);
  const acquired = await tellingNeed(neededBytes, async () => {
    await downloads.write({ reference, storeKeys, totalBytes, startedAt: clock.date() });
    const manifest = await convertFolder(signal, conversion, folder, sink.writer);
    return sink.finish(folderUrl, manifest);
  });
  // The model is there whether or not this succeeds; what stays is listed among the leftovers.
  await unlessRefused(
    folder.forget().then(() => downloads.delete(reference)),
    undefined,
  );
  return acquired;
}

async function convertInMemory(
  signal: AbortSignal,
  platform: ModelsPlatform,
  conversion: HubConversion,
): Promise<AcquiredModel> {
  const { checkpoint, folderUrl, onEvent } = conversion;
  const folder = await openFolder(platform, checkpoint, memoryChunkStore(), onEvent);
  const sink = memorySink();
  const manifest = await convertFolder(signal, conversion, folder, sink.writer);
  return sink.finish(folderUrl, manifest);
}

function openFolder(
  { network, clock }: ModelsPlatform,
  { repository, sites, files }: HubCheckpointFiles,
  store: ChunkStore,
  onEvent: OnEvent,
): Promise<HubSourceFolder> {
  return openHubSourceFolder(repository, files, {
    network,
    patience,
    store,
    sites,
    now: () => clock.now(),
    onProgress: (progress) => onEvent({ phase: 'download', ...progress }),
  });
}

function convertFolder(
  signal: AbortSignal,
  { checkpoint: { repository }, options, onEvent }: HubConversion,
  folder: HubSourceFolder,
  writer: ModelFolderWriter,
): Promise<ModelManifest> {
  const source = repository.hub === 'huggingface' ? transformersFolder(folder) : folder;
  return whileDownloading(signal, folder, (working) =>
    convertCheckpoint(working, source, writer, options, onEvent),
  );
}
