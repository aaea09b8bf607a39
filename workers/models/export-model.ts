/** A model as a folder again, or as a zip file of one. */
import type { LocalFile, ModelManifest } from '../protocol/model-folder.ts';
import type { AcquiredModel, StoredModelKey, VerificationEvent } from '../protocol/convert-service.ts';
import { filesOrigin } from '../weights/files-origin.ts';
import { manifestFile } from '../weights/manifest-file.ts';
import type { FetchShard } from '../weights/model-origin.ts';
import { storageOnly } from '../weights/model-origin.ts';
import type { ModelStorage } from '../weights/platform.ts';
import { requiredShards } from '../protocol/model-files.ts';
import { shardSource } from '../weights/shard-source.ts';
import { storedRecord, sumOfBytes } from './stored-models.ts';

export interface ExportedModel {
  readonly totalBytes: number;
  /**
   * The files of the folder, each verified, `model.json` last.
   * @throws OfaError `model-file-corrupt` where one is damaged.
   */
  readonly files: (signal: AbortSignal) => AsyncIterable<LocalFile>;
}

/** @throws OfaError `model-not-found` if it is not in storage; a storage code. */
export async function openForExport(
  storage: ModelStorage,
  model: StoredModelKey | AcquiredModel,
): Promise<ExportedModel> {
  if ('files' in model) return exported(model.manifest, model.variant, filesOrigin(model.files).fetchShard);
  const { manifest, variant, folderUrl } = await storedRecord(storage, model);
  const missing = storageOnly(folderUrl).fetchShard;
  const source = shardSource(missing, storage);
  return exported(
    manifest,
    variant,
    async (signal, shard) => (await source.find(shard)) ?? missing(signal, shard, () => {}),
  );
}

/** Only this variant is there as a whole, so the folder's description names no other. */
function exported(manifest: ModelManifest, variantName: string, fetchShard: FetchShard): ExportedModel {
  const described = { ...manifest, variants: manifest.variants.filter(({ name }) => name === variantName) };
  const distinct = described.variants.flatMap((variant) => requiredShards(described, variant));
  // Equal contents may have several names.
  const files = described.variants.flatMap(({ encoder, decoder }) =>
    [encoder, decoder].flatMap((graph) => [graph.model, ...graph.externalData]),
  );
  const named = [described.vocabulary, ...files].flatMap(({ shards }) => shards);
  const shards = [...new Map([...distinct, ...named].map((shard) => [shard.path, shard])).values()];
  return {
    totalBytes: sumOfBytes(shards),
    async *files(signal) {
      for (const shard of shards) {
        signal.throwIfAborted();
        yield { path: shard.path, blob: new Blob([await fetchShard(signal, shard, () => {})]) };
      }
      yield { path: 'model.json', blob: new Blob([manifestFile(described)]) };
    },
  };
}

/**
 * The files as a zip file. They are not compressed: weights do not get smaller.
 * @throws as `ExportedModel.files`; `signal.reason` on abort.
 */
export async function zipModel(
  signal: AbortSignal,
  model: ExportedModel,
  onEvent: (event: VerificationEvent) => void,
): Promise<Blob> {
  const { BlobReader, BlobWriter, ZipWriter } = await import('@zip.js/zip.js');
  const zip = new ZipWriter(new BlobWriter('application/zip'), { level: 0, useWebWorkers: false });
  const { totalBytes } = model;
  let doneBytes = 0;
  for await (const { path, blob } of model.files(signal)) {
    await zip.add(path, new BlobReader(blob), { signal });
    doneBytes = Math.min(totalBytes, doneBytes + blob.size);
    onEvent({ doneBytes, totalBytes });
  }
  return zip.close();
}
