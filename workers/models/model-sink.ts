/** Where a model that is being converted goes: to the browser's storage, or to files in its hands. */
import type { ModelFolderWriter } from '../convert/model-folder-writer.ts';
import type { AcquiredModel } from '../protocol/convert-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { LocalFile, ModelManifest } from '../protocol/model-folder.ts';
import { commitModel } from '../weights/committed-models.ts';
import type { ModelRecord } from '../weights/model-records.ts';
import { requiredShards } from '../protocol/model-files.ts';
import { sha256Hex } from '../weights/sha256.ts';
import type { ModelsPlatform } from './models-platform.ts';

export interface ModelSink {
  readonly writer: ModelFolderWriter;
  /**
   * Makes the written model, of one variant, known under `folderUrl`.
   * @throws OfaError with a storage code.
   */
  finish(folderUrl: string, manifest: ModelManifest): Promise<AcquiredModel>;
}

/** @param hasRoom rejects where there is no room for so many bytes. */
export function storageSink(
  { storage, clock }: ModelsPlatform,
  hasRoom: (bytes: number) => Promise<void>,
): ModelSink {
  const { shards } = storage;
  return {
    writer: {
      prepare: (_, bytes) => hasRoom(bytes),
      async write(signal, path, bytes) {
        // The record takes the place of the description.
        if (path === 'model.json') return;
        const sha256 = await sha256Hex(bytes.buffer);
        signal.throwIfAborted();
        await shards.write({ sha256, bytes: bytes.length }, bytes.buffer);
      },
      remove: () => Promise.resolve(),
    },
    async finish(folderUrl, manifest) {
      const [variant] = manifest.variants;
      const kept = new Set((await shards.list()).map(({ sha256 }) => sha256));
      const lost = requiredShards(manifest, variant).find(({ sha256 }) => !kept.has(sha256));
      if (lost !== undefined) {
        const message = `${lost.path} was removed from the browser's storage meanwhile`;
        throw new OfaError('storage-unavailable', message, { file: lost.path });
      }
      const date = clock.date();
      const times = { committedAt: date, lastUsedAt: date };
      const record: ModelRecord = { folderUrl, manifest, variant: variant.name, ...times };
      await commitModel(storage, record);
      return { folderUrl, manifest, variant: variant.name, stored: true };
    },
  };
}

/** Keeps the files as Blobs, which are the browser's to keep: it moves large ones out of the tab's memory. */
export function memorySink(): ModelSink {
  const files = new Map<string, LocalFile>();
  return {
    writer: {
      write: (_, path, bytes) => {
        files.set(path, { path, blob: new Blob([bytes]) });
        return Promise.resolve();
      },
      remove: (_, path) => {
        files.delete(path);
        return Promise.resolve();
      },
    },
    finish: (folderUrl, manifest) =>
      Promise.resolve({
        folderUrl,
        manifest,
        variant: manifest.variants[0].name,
        stored: false,
        files: [...files.values()],
      }),
  };
}
