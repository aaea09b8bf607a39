import type { ModelFile, ModelManifest, ModelVariant, Shard } from '../protocol/model-folder.ts';

/** The shards that running `variant` takes, the vocabulary's first; each content once. */
export function requiredShards(manifest: ModelManifest, variant: ModelVariant): readonly Shard[] {
  const files: readonly ModelFile[] = [
    manifest.vocabulary,
    ...[variant.encoder, variant.decoder].flatMap((graph) => [graph.model, ...graph.externalData]),
  ];
  const shards = files.flatMap((file) => file.shards);
  return Array.from(new Map(shards.map((shard) => [shard.sha256, shard])).values());
}
