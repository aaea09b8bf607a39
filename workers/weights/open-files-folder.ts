import type { LocalFile } from '../protocol/model-folder.ts';
import { filesOrigin } from './files-origin.ts';
import { joinShards } from './join-shards.ts';
import type { OpenedModelFolder, OpenModelFolderOptions } from './open-model-folder.ts';

/** Reading files that are at hand needs none. */
const noPatience = { attempts: 1, stallMs: 0 };

/**
 * Opens a model folder whose files are at hand, without storing any: for a model that the browser has no room for.
 * @throws OfaError `model-not-found` if there is no `model.json`, `model-manifest-invalid`; what `chooseVariant` throws.
 */
export async function openFilesFolder(
  signal: AbortSignal,
  files: readonly LocalFile[],
  { chooseVariant, onEvent }: Pick<OpenModelFolderOptions, 'chooseVariant' | 'onEvent'>,
): Promise<OpenedModelFolder> {
  const origin = filesOrigin(files);
  onEvent({ phase: 'manifest' });
  const manifest = await origin.fetchManifest(signal, noPatience);
  return {
    manifest,
    variant: await chooseVariant(manifest),
    stored: false,
    read: (signal, file) => joinShards(signal, file, (shard) => origin.fetchShard(signal, shard, () => {})),
  };
}
