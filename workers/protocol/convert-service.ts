/**
 * What the page may ask of the convert worker: to get models by every road, and to keep them. Types only: the worker
 * exposes it with comlink.
 */
import type { ModelEvent, ModelLocation } from './caption-service.ts';
import type { Catalogue, PinnedFile } from './catalogue.ts';
import type { ConversionEvent, ModelDescription } from './conversion.ts';
import type { Backend, LocalFile, ModelManifest } from './model-folder.ts';

/** Phases of getting a model. `download` and those of the conversion interleave: one goes on while the other does. */
export type AcquireEvent =
  /** The hub is asked which files there are. */
  | { readonly phase: 'list' }
  /** `download` also stands for copying local files into storage. */
  | Extract<ModelEvent, { readonly phase: 'manifest' | 'wait' | 'download' }>
  | ConversionEvent;

/** How a checkpoint is converted, and what is said of it that it does not say itself. */
export interface ConversionRequest {
  readonly about: Omit<ModelDescription, 'source'>;
  /** A name of `listPrecisions`, e.g. `int8`. */
  readonly precision: string;
  /** Leaves out the vocabulary's image codes and locations, which captions never hold. */
  readonly cutImageCodes?: boolean;
  /**
   * Stores nothing: the model lives in `AcquiredModel.files`. For when there is no room; where storage is denied it
   * happens by itself.
   */
  readonly inMemory?: boolean;
}

/** A precision that every checkpoint can be converted to. */
export interface Precision {
  /** For `ConversionRequest.precision`. */
  readonly name: string;
  /** What runs it well. */
  readonly backends: readonly Backend[];
}

export interface HubReference {
  /** `[hub:]owner/name[@revision]`, the hub being `modelscope` (if not told) or `huggingface`. */
  readonly reference: string;
  /** What is known of the files; sizes and hashes that are not are asked of the hub. */
  readonly files?: readonly PinnedFile[];
  /** Origins of the hub's sites, in place of its own. */
  readonly sites?: readonly string[];
}

export interface HubRequest extends HubReference, ConversionRequest {}

/** What a checkpoint on a hub consists of, as far as converting takes it. */
interface HubCheckpoint {
  readonly files: readonly (PinnedFile & { readonly bytes: number })[];
  readonly totalBytes: number;
}

/** A model that is ready: pass it to `CaptionService.loadModel` together with the backends. */
export interface AcquiredModel extends ModelLocation {
  readonly manifest: ModelManifest;
  readonly variant: string;
  /** False if the browser's storage did not take it: then `files` hold it for as long as the page keeps them. */
  readonly stored: boolean;
}

/** Names a stored model. */
export interface StoredModelKey {
  /** The URL that it came from, or a `stored:` address. */
  readonly folderUrl: string;
  readonly variant: string;
}

export interface StoredModel extends StoredModelKey {
  /** Title, licence, source and precisions. */
  readonly manifest: ModelManifest;
  readonly bytes: number;
  /** Milliseconds since 1970, both. */
  readonly committedAt: number;
  readonly lastUsedAt: number;
}

/** What downloads or conversions that were not finished have left. */
export interface Leftover {
  readonly id: string;
  /** The hub's model, e.g. `modelscope:damo/x@v1`; null for what belongs to no known download. */
  readonly reference: string | null;
  readonly bytes: number;
  /** Null where it is not known, both. */
  readonly totalBytes: number | null;
  readonly startedAt: number | null;
  /** True while a tab is working on it: it cannot be removed then. */
  readonly active: boolean;
}

export interface StorageReport {
  /** False if the browser denies storage; then the lists are empty. */
  readonly available: boolean;
  /** Last used first. */
  readonly models: readonly StoredModel[];
  readonly leftovers: readonly Leftover[];
  /** Of everything that this site keeps, as the browser estimates it; null where it does not. */
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

export interface VerificationEvent {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/**
 * `job` is any string that no other running call uses; `abort(job)` makes that call reject with an `AbortError`. What
 * has been downloaded by then stays: the same call goes on from there, also after a reload. Besides what is said of
 * each, calls reject with a download, checkpoint, configuration or storage code.
 */
export interface ConvertService {
  /** What checkpoints can be converted to. */
  listPrecisions(): Promise<readonly Precision[]>;
  /** @throws OfaError `model-manifest-invalid` or a download code. */
  readCatalogue(job: string, url: string): Promise<Catalogue>;
  /** @throws OfaError `setting-invalid` if the reference is none; `model-not-found` if there are no weights. */
  inspectHub(job: string, request: HubReference): Promise<HubCheckpoint>;
  /**
   * Downloads a hub's checkpoint and converts it meanwhile.
   * @throws OfaError `storage-full` with `neededBytes`, and with `availableBytes` where the browser tells them, before
   *   anything is downloaded then.
   */
  fromHub(job: string, request: HubRequest, onEvent: (event: AcquireEvent) => void): Promise<AcquiredModel>;
  /**
   * Takes a converted folder, converts a checkpoint folder, or does either with the files of one zip file.
   * `about` and `precision` matter for checkpoints only.
   * @throws OfaError `model-not-found` if the files are none of these.
   */
  fromFiles(
    job: string,
    files: readonly LocalFile[],
    request: ConversionRequest,
    onEvent: (event: AcquireEvent) => void,
  ): Promise<AcquiredModel>;
  /**
   * Downloads a converted folder without loading it; `location.files` has no part in it.
   * @param variant its name; null for the best that every device runs.
   */
  fromUrls(
    job: string,
    location: ModelLocation,
    variant: string | null,
    onEvent: (event: AcquireEvent) => void,
  ): Promise<AcquiredModel>;

  /** What is kept; never rejects for denied storage. */
  listStorage(): Promise<StorageReport>;
  deleteModel(key: StoredModelKey): Promise<void>;
  /** No-op while `active`. */
  deleteLeftover(id: string): Promise<void>;
  /**
   * Hashes a stored model anew and drops what is damaged: a model from the web fetches that when it is next opened, any
   * other must be got again.
   * @returns the paths that were damaged or missing.
   */
  verifyModel(
    job: string,
    key: StoredModelKey,
    onEvent: (event: VerificationEvent) => void,
  ): Promise<readonly string[]>;
  /** Gives the files of a model folder one by one, `model.json` last; waits for `take` each time. */
  exportFiles(
    job: string,
    model: StoredModelKey | AcquiredModel,
    take: (file: LocalFile) => void | Promise<void>,
  ): Promise<void>;
  /** The same as a zip file. */
  exportZip(
    job: string,
    model: StoredModelKey | AcquiredModel,
    onEvent: (event: VerificationEvent) => void,
  ): Promise<Blob>;
  abort(job: string): Promise<void>;
  /** A sign of life: resolves as soon as the worker's thread is free. */
  ping(): Promise<void>;
}
