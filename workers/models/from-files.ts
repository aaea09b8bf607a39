/** A model from files of this machine: converted ones are taken over, a checkpoint is converted. */
import { convertCheckpoint } from '../convert/convert.ts';
import { blobFolder } from '../convert/source/source-folder.ts';
import type { AcquiredModel, AcquireEvent, ConversionRequest } from '../protocol/convert-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { LocalFile, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { filesOrigin } from '../weights/files-origin.ts';
import { makeReady } from '../weights/make-ready.ts';
import { requiredShards } from '../protocol/model-files.ts';
import { shardSource } from '../weights/shard-source.ts';
import { storedAddress } from '../weights/stored-address.ts';
import { conversionName, conversionOptions } from './conversion-options.ts';
import { importLock, inTurn } from './exclusive-work.ts';
import { patience } from './hub-files.ts';
import { findLocalModel, type LocalModel } from './local-model.ts';
import { memorySink, storageSink } from './model-sink.ts';
import type { ModelsPlatform } from './models-platform.ts';
import { requireRoom, storageWorks, tellingNeed } from './room.ts';
import { runnableVariant } from './runnable-variant.ts';

type OnEvent = (event: AcquireEvent) => void;

/**
 * Takes a model over from `files`, as `findLocalModel` finds it.
 * @throws OfaError `model-not-found` if there is none, `storage-full`, a model, checkpoint, configuration or storage code;
 *   `signal.reason` on abort.
 */
export async function fromFiles(
  signal: AbortSignal,
  platform: ModelsPlatform,
  files: readonly LocalFile[],
  request: ConversionRequest,
  onEvent: OnEvent,
): Promise<AcquiredModel> {
  const model = await findLocalModel(signal, files);
  const stores = request.inMemory !== true && (await storageWorks(platform));
  return inTurn(signal, platform, importLock, onEvent, () =>
    model.kind === 'folder'
      ? importFolder(signal, platform, model.files, stores, onEvent)
      : convertLocal(signal, platform, model, request, stores, onEvent),
  );
}

/** Twelve digits tell the checkpoints of one person apart. */
function shortHash({ source }: ModelManifest): string {
  return source.checkpointSha256.slice(0, 12);
}

async function convertLocal(
  signal: AbortSignal,
  platform: ModelsPlatform,
  { files, folder }: Extract<LocalModel, { kind: 'checkpoint' }>,
  request: ConversionRequest,
  stores: boolean,
  onEvent: OnEvent,
): Promise<AcquiredModel> {
  const options = conversionOptions(request, { hub: 'local', model: folder, revision: '' });
  let modelBytes = 0;
  const hasRoom = (bytes: number) => {
    modelBytes = bytes;
    return requireRoom(platform, bytes);
  };
  const sink = stores ? storageSink(platform, hasRoom) : memorySink();
  return tellingNeed(
    () => modelBytes,
    async () => {
      const manifest = await convertCheckpoint(signal, blobFolder(files), sink.writer, options, onEvent);
      const name = `local:${manifest.id}@${shortHash(manifest)}/${conversionName(request)}`;
      return sink.finish(storedAddress(name), manifest);
    },
  );
}

/** Takes over every variant of a converted folder that is there as a whole. */
async function importFolder(
  signal: AbortSignal,
  platform: ModelsPlatform,
  files: readonly LocalFile[],
  stores: boolean,
  onEvent: OnEvent,
): Promise<AcquiredModel> {
  const origin = filesOrigin(files);
  onEvent({ phase: 'manifest' });
  const manifest = await origin.fetchManifest(signal, patience);
  const variants = wholeVariants(manifest, files);
  const names = variants.map(({ name }) => name);
  const folderUrl = storedAddress(`local:${manifest.id}@${shortHash(manifest)}/${names.join('+')}`);
  const acquired = { folderUrl, manifest, variant: runnableVariant(variants).name };
  if (!stores) {
    await verify(signal, origin.fetchShard, manifest, variants);
    return { ...acquired, stored: false, files };
  }
  await requireRoom(platform, sumOfBytes(manifest, variants));
  const source = shardSource(origin.fetchShard, platform.storage);
  let stored = true;
  for (const variant of variants) {
    const wanted = { folderUrl, manifest, variant };
    stored = (await makeReady(signal, wanted, source, platform, onEvent)) && stored;
  }
  return stored ? { ...acquired, stored } : { ...acquired, stored, files };
}

/** @throws OfaError `model-file-corrupt` naming a missing file if no variant has all of its. */
function wholeVariants(
  manifest: ModelManifest,
  files: readonly LocalFile[],
): readonly [ModelVariant, ...ModelVariant[]] {
  const paths = new Set(files.map(({ path }) => path));
  const missing = (variant: ModelVariant) =>
    requiredShards(manifest, variant).find(({ path }) => !paths.has(path))?.path;
  const [first, ...others] = manifest.variants.filter((variant) => missing(variant) === undefined);
  if (first !== undefined) return [first, ...others];
  const file = missing(manifest.variants[0]) ?? '';
  throw new OfaError('model-file-corrupt', `The folder has no ${file}`, { file });
}

async function verify(
  signal: AbortSignal,
  fetchShard: ReturnType<typeof filesOrigin>['fetchShard'],
  manifest: ModelManifest,
  variants: readonly ModelVariant[],
): Promise<void> {
  for (const shard of variants.flatMap((variant) => requiredShards(manifest, variant))) {
    await fetchShard(signal, shard, () => {});
  }
}

function sumOfBytes(manifest: ModelManifest, variants: readonly ModelVariant[]): number {
  const shards = variants.flatMap((variant) => requiredShards(manifest, variant));
  const distinct = new Map(shards.map(({ sha256, bytes }) => [sha256, bytes]));
  return [...distinct.values()].reduce((sum, bytes) => sum + bytes, 0);
}
