import type { ModelFile, ModelGraph, ModelManifest, ModelVariant, Shard } from './model-folder.ts';

/** The files that running `graphs` takes, the vocabulary's first. */
export function filesOf({ vocabulary }: ModelManifest, graphs: readonly ModelGraph[]): readonly ModelFile[] {
  return [vocabulary, ...graphs.flatMap(({ model, externalData }) => [model, ...externalData])];
}

/** The shards that running `variant` takes, the vocabulary's first; each content once. */
export function requiredShards(manifest: ModelManifest, variant: ModelVariant): readonly Shard[] {
  const files = filesOf(manifest, [variant.encoder, variant.decoder]);
  const shards = files.flatMap((file) => file.shards);
  return Array.from(new Map(shards.map((shard) => [shard.sha256, shard])).values());
}
