/** What converting a checkpoint takes and tells besides the files themselves. Types only. */
import type { ModelManifest } from './model-folder.ts';

/** What a checkpoint folder does not say of itself. */
export interface ModelDescription {
  /** Distinguishes models in storage and in lists. */
  readonly id: string;
  readonly title: ModelManifest['title'];
  readonly licence: ModelManifest['licence'];
  readonly source: Omit<ModelManifest['source'], 'checkpointSha256'>;
}

/** Phases of a conversion, in order: `build` and `write` come for each variant, then `hash`, unless the hash is known. */
export type ConversionEvent =
  | { readonly phase: 'open' }
  | { readonly phase: 'build'; readonly variant: string; readonly graph: 'encoder' | 'decoder' }
  | {
      readonly phase: 'write';
      readonly variant: string;
      /** Name of the tensor, or of the file where it is none. */
      readonly tensor: string;
      /** Bytes of the model folder, all variants together. */
      readonly doneBytes: number;
      readonly totalBytes: number;
    }
  /** Bytes of the checkpoint whose hash is taken. */
  | { readonly phase: 'hash'; readonly doneBytes: number; readonly totalBytes: number };
