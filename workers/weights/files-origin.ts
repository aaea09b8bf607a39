import { OfaError } from '../protocol/errors.ts';
import type { LocalFile } from '../protocol/model-folder.ts';
import { parseManifestFile } from './manifest-file.ts';
import type { ModelOrigin } from './model-origin.ts';
import { sha256Hex } from './sha256.ts';

/** The files of a model folder that are at hand. Paths are relative to the folder. */
export function filesOrigin(files: readonly LocalFile[]): ModelOrigin {
  const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
  const open = (path: string): Blob => {
    const blob = blobs.get(path);
    if (blob !== undefined) return blob;
    const code = path === 'model.json' ? 'model-not-found' : 'model-file-corrupt';
    throw new OfaError(code, `The folder has no ${path}`, { file: path });
  };
  return {
    async fetchManifest(signal) {
      signal.throwIfAborted();
      return parseManifestFile('model.json', await bytesOf(open('model.json'), 'model.json'));
    },
    async fetchShard(signal, shard, onReceived) {
      signal.throwIfAborted();
      const blob = open(shard.path);
      const bytes = blob.size === shard.bytes ? await bytesOf(blob, shard.path) : undefined;
      if (bytes === undefined || (await sha256Hex(bytes)) !== shard.sha256) {
        const message = `${shard.path} is not what model.json says`;
        throw new OfaError('model-file-corrupt', message, { file: shard.path });
      }
      onReceived(bytes.byteLength);
      return bytes;
    },
  };
}

async function bytesOf(blob: Blob, path: string): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    throw new OfaError('model-file-corrupt', `${path} cannot be read`, { file: path }, error);
  }
}
