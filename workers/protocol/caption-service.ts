/** What the page may ask of the caption worker. Types only: the worker exposes it with comlink. */
import type { ErrorCode } from './errors.ts';
import type { GenerationSettings, Hypothesis } from './generation.ts';
import type { Backend, LocalFile, ModelManifest } from './model-folder.ts';
import type { Sampling } from './sampling.ts';

/** Phases of making a model ready, each shown to the person by its own name. */
export type ModelEvent =
  | { readonly phase: 'manifest' }
  /** Another tab is downloading the same model; when it has ended, this call goes on. */
  | { readonly phase: 'wait' }
  | {
      readonly phase: 'download';
      /** Bytes of the chosen variant that are here, those found in storage included. */
      readonly loadedBytes: number;
      readonly totalBytes: number;
      /** Of `loadedBytes`, those that were in storage already. */
      readonly storedBytes: number;
      /** Bytes per second over the last seconds; null until it is known. */
      readonly speed: number | null;
    }
  /** Waiting for the backend to start and to prove itself. */
  | { readonly phase: 'engine'; readonly backend: Backend }
  | { readonly phase: 'build'; readonly graph: 'encoder' | 'decoder' }
  | { readonly phase: 'warm-up' };

/** Where a model folder is. */
export interface ModelLocation {
  /** URL of the model folder, ending in `/`; or the `address` of a model that is in this browser's storage. */
  readonly folderUrl: string;
  /** Other URLs of the same folder, asked in turn where one fails. */
  readonly mirrors?: readonly string[];
  /** The folder's files where storage did not take them; then nothing is downloaded or stored. */
  readonly files?: readonly LocalFile[];
}

/** A backend that is not used, and why. */
export interface SkippedBackend {
  readonly backend: Backend;
  readonly code: ErrorCode;
  /** English, for those who want to know more. */
  readonly reason: string;
}

export interface LoadModelRequest extends ModelLocation {
  /** Backends in order of preference; `auto` lets the size of the model and the device decide. */
  readonly backends: readonly Backend[] | 'auto';
  /** Backends that failed before on this device: they are not tried. */
  readonly failed?: readonly SkippedBackend[];
  /** A variant's name, to force it; else the first that a backend can run. */
  readonly variant?: string;
  /**
   * A worker of this page that was ended may not have let go of what only one worker may do at a time: that is taken from
   * it.
   */
  readonly takesOver?: boolean;
  /**
   * Threads to compute with instead of the device's own number. Settled for a backend when it is first opened;
   * `LoadedModel.threads` tells how many there are.
   */
  readonly threads?: number;
}

export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly variant: string;
  readonly backend: Backend;
  readonly threads: number;
  /** True if the weights are kept in this browser; false if storage was denied and they live in memory only. */
  readonly stored: boolean;
  /** Backends that come first and why they were left, for the person to see. */
  readonly skipped: readonly SkippedBackend[];
}

export type CaptionEvent =
  | { readonly phase: 'preprocess' }
  | { readonly phase: 'encode' }
  | {
      readonly phase: 'decode';
      /** Steps done, from 1. */
      readonly step: number;
      /** Steps there can be at most. */
      readonly maxSteps: number;
      /** Live and finished hypotheses, best first. */
      readonly hypotheses: readonly Hypothesis[];
    };

/**
 * Wall-clock milliseconds of one caption. `preprocess` and `encode` are 0 where the picture was the same as that of the
 * caption before and needed neither; those phases are then not reported either.
 */
export interface CaptionTimings {
  readonly preprocess: number;
  readonly encode: number;
  readonly decode: number;
  readonly steps: number;
}

export interface CaptionResult {
  /** Finished hypotheses, best first: as many as the beam holds, or as `sampling` asks for; fewer if there are no more. */
  readonly hypotheses: readonly Hypothesis[];
  /** Captions that were left out because of a hidden word. */
  readonly hidden: number;
  readonly timings: CaptionTimings;
}

/**
 * How large the network sees a picture: as it was trained, or smaller, which takes less than half of the time and whose
 * captions are an approximation.
 */
export type Resolution = 'full' | 'fast';

export interface CaptionOptions {
  /** `full` if left out, or where the model has no `fastImageSize`. */
  readonly resolution?: Resolution;
  /** Changes to the model's own generation settings. */
  readonly settings?: Partial<GenerationSettings>;
  /** Draw captions at random; else the likeliest are searched for. */
  readonly sampling?: Sampling;
  /** Captions with one of these words are not shown (`hidden-words.ts`); none if left out. */
  readonly hiddenWords?: readonly string[];
}

/**
 * `job` is any string that no other running call uses; `abort(job)` makes that call reject with an `AbortError`
 * before its next step. Calls are served one after another.
 */
export interface CaptionService {
  loadModel(
    job: string,
    request: LoadModelRequest,
    onEvent: (event: ModelEvent) => void,
  ): Promise<LoadedModel>;
  caption(
    job: string,
    image: Blob,
    options: CaptionOptions,
    onEvent: (event: CaptionEvent) => void,
  ): Promise<CaptionResult>;
  abort(job: string): Promise<void>;
  /** Answers at once where the thread is free to. */
  ping(): Promise<void>;
  /**
   * A picture waits for the model that is being loaded: it is captioned as soon as the graphs are built, without trying
   * them on an empty picture first. On a GPU they are tried all the same: their shaders are compiled by it.
   */
  expectPicture(): Promise<void>;
}
