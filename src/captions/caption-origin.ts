import type { CaptionOptions, LoadedModel, Resolution } from '../../workers/protocol/caption-service.ts';
import type { GenerationSettings } from '../../workers/protocol/generation.ts';
import { requiredShards } from '../../workers/protocol/model-files.ts';
import type { Backend, ModelManifest } from '../../workers/protocol/model-folder.ts';
import { completeSampling, type Sampling } from '../../workers/protocol/sampling.ts';

/** What captions came of: all of it, with the picture's file, gives the same captions again. */
export interface CaptionOrigin {
  readonly model: {
    readonly id: string;
    /** Hub, name, revision and hash of the checkpoint. */
    readonly source: ModelManifest['source'];
    readonly variant: string;
    /** SHA-256 of every shard of the vocabulary and of the variant's graphs: the very bytes that ran. */
    readonly shards: readonly string[];
  };
  readonly backend: Backend;
  readonly threads: number;
  readonly resolution: Resolution;
  /** The model's own and what the person wished to be different, in one. */
  readonly settings: GenerationSettings;
  /** With its seed; null where the likeliest captions were searched for. */
  readonly sampling: Required<Sampling> | null;
  readonly hiddenWords: readonly string[];
}

/** The origin of captions that a loaded model writes with these options. */
export function captionOrigin(
  { manifest, variant, backend, threads }: LoadedModel,
  { resolution = 'full', settings, sampling, hiddenWords = [] }: CaptionOptions,
): CaptionOrigin {
  const { id, source, generation, variants } = manifest;
  const shards = variants
    .filter(({ name }) => name === variant)
    .flatMap((chosen) => requiredShards(manifest, chosen).map(({ sha256 }) => sha256));
  return {
    model: { id, source, variant, shards },
    backend,
    threads,
    resolution,
    settings: { ...generation.settings, ...settings },
    sampling: sampling === undefined ? null : completeSampling(sampling),
    hiddenWords,
  };
}
