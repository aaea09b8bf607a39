import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OfaError } from '../protocol/errors.ts';
import type { ModelFile, ModelFolder, ModelManifest, Shard } from '../protocol/model-folder.ts';
import { parseManifest } from '../weights/manifest.ts';

/**
 * Opens a model folder on this machine's disk. Every byte that it gives has passed its hash.
 *
 * @throws OfaError `model-not-found` if there is no `model.json`, `model-manifest-invalid` if it cannot be used
 */
export async function openNodeModelFolder(signal: AbortSignal, folder: string): Promise<ModelFolder> {
  const manifest = await readManifest(signal, folder);
  return {
    manifest,
    read: async (signal, file) => {
      const content = new Uint8Array(file.bytes);
      let offset = 0;
      for (const shard of file.shards) {
        content.set(await readShard(signal, folder, file, shard), offset);
        offset += shard.bytes;
      }
      return content;
    },
  };
}

async function readManifest(signal: AbortSignal, folder: string): Promise<ModelManifest> {
  const path = join(folder, 'model.json');
  const text = await readFile(path, { encoding: 'utf8', signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new OfaError('model-not-found', `${path} cannot be read`, { url: folder }, error);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new OfaError('model-manifest-invalid', `${path} is not JSON`, { url: folder }, error);
  }
  return parseManifest(json);
}

async function readShard(
  signal: AbortSignal,
  folder: string,
  file: ModelFile,
  shard: Shard,
): Promise<Uint8Array> {
  const path = join(folder, shard.path);
  const bytes = await readFile(path, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new OfaError('model-file-corrupt', `${path} cannot be read`, { file: file.path }, error);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length !== shard.bytes || sha256 !== shard.sha256) {
    throw new OfaError('model-file-corrupt', `${path} is not what the model's description says`, {
      file: file.path,
    });
  }
  return bytes;
}
