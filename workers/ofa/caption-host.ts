import type {
  CaptionService,
  LoadedModel,
  LoadModelRequest,
  ModelEvent,
  ModelLocation,
} from '../protocol/caption-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { Backend, ModelFolder, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { loadCaptionModel, releaseCaptionModel, warmUp, type CaptionModel } from './caption-model.ts';
import { caption, type PreparePicture } from './captioner.ts';
import { chooseVariant } from './choose-variant.ts';
import { eventChannel } from './event-channel.ts';
import { Jobs } from './jobs.ts';
import type { OnnxRuntime } from './session/onnx-runtime.ts';

/** A model folder with everything that one of its variants needs at hand. */
interface ReadyFolder extends ModelFolder {
  readonly variant: ModelVariant;
  /** True if the weights are kept in this browser. */
  readonly stored: boolean;
}

/** What the host needs of the thread that it runs in. */
export interface CaptionPlatform {
  readonly preparePicture: PreparePicture;
  /** @throws OfaError `backend-unavailable` or `backend-failed` */
  openRuntime(backend: Backend, threads?: number): Promise<OnnxRuntime>;
  /** Reports the phases `manifest` and `download`. @throws what `choose` throws, a model, download or storage code */
  openFolder(
    signal: AbortSignal,
    location: ModelLocation,
    choose: (manifest: ModelManifest) => ModelVariant,
    onEvent: (event: ModelEvent) => void,
  ): Promise<ReadyFolder>;
}

/** After these the next backend is tried. Any other failure would meet every backend alike. */
const backendFaults: ReadonlySet<string> = new Set([
  'backend-unavailable',
  'backend-failed',
  'out-of-memory',
]);

/** The caption service: one model at a time, one job after another. */
export class CaptionHost implements CaptionService {
  readonly #platform: CaptionPlatform;
  readonly #jobs = new Jobs();
  #model: CaptionModel | undefined;

  constructor(platform: CaptionPlatform) {
    this.#platform = platform;
  }

  loadModel: CaptionService['loadModel'] = (job, request, onEvent) =>
    this.#jobs.run(job, async (signal) => {
      const events = eventChannel(onEvent);
      const loaded = await this.#loadOnFirstBackend(signal, request, events.send);
      await events.delivered();
      return loaded;
    });

  caption: CaptionService['caption'] = (job, image, options, onEvent) =>
    this.#jobs.run(job, async (signal) => {
      if (this.#model === undefined)
        throw new OfaError('internal', 'A caption was asked for without a model');
      const events = eventChannel(onEvent);
      const result = await caption(
        signal,
        this.#model,
        this.#platform.preparePicture,
        image,
        options,
        events.send,
      );
      await events.delivered();
      return result;
    });

  abort: CaptionService['abort'] = (job) => {
    this.#jobs.abort(job);
    return Promise.resolve();
  };

  async #loadOnFirstBackend(
    signal: AbortSignal,
    request: LoadModelRequest,
    onEvent: (event: ModelEvent) => void,
  ): Promise<LoadedModel> {
    const skipped: { backend: Backend; reason: string }[] = [];
    let fault = new OfaError('backend-unavailable', 'No backend was asked for');
    for (const backend of request.backends) {
      try {
        return { ...(await this.#load(signal, backend, request, onEvent)), skipped };
      } catch (error) {
        if (!(error instanceof OfaError && backendFaults.has(error.code))) throw error;
        fault = error;
        skipped.push({ backend, reason: error.message });
      }
    }
    throw fault;
  }

  async #load(
    signal: AbortSignal,
    backend: Backend,
    request: LoadModelRequest,
    onEvent: (event: ModelEvent) => void,
  ): Promise<Omit<LoadedModel, 'skipped'>> {
    const runtime = await this.#platform.openRuntime(backend, request.threads);
    const folder = await this.#platform.openFolder(
      signal,
      request,
      (manifest) => chooseVariant(manifest, backend, request.variant),
      onEvent,
    );
    await this.#releaseModel();
    const model = await loadCaptionModel(signal, runtime, folder, folder.variant, onEvent);
    try {
      onEvent({ phase: 'warm-up' });
      await warmUp(signal, model);
    } catch (error) {
      await releaseCaptionModel(model);
      throw error;
    }
    this.#model = model;
    const { manifest, variant, stored } = folder;
    return { manifest, variant: variant.name, backend, threads: runtime.threads, stored };
  }

  /** Before the next model is built: WebAssembly's memory never shrinks, but what is freed in it is used again. */
  async #releaseModel(): Promise<void> {
    const model = this.#model;
    this.#model = undefined;
    if (model !== undefined) await releaseCaptionModel(model);
  }
}
