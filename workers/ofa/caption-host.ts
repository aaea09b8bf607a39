import type {
  CaptionEvent,
  CaptionResult,
  CaptionService,
  LoadedModel,
  LoadModelRequest,
  ModelEvent,
  SkippedBackend,
} from '../protocol/caption-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type {
  Backend,
  DeviceFeature,
  ModelFolder,
  ModelManifest,
  ModelVariant,
} from '../protocol/model-folder.ts';
import { preferredBackends, type GraphicsKind } from './backend-order.ts';
import { loadCaptionModel, releaseCaptionModel, warmUp, type CaptionModel } from './caption-model.ts';
import { captionWith } from './captioner.ts';
import { chooseVariant } from './choose-variant.ts';
import { eventChannel } from './event-channel.ts';
import { Jobs } from './jobs.ts';
import { messageTurn } from './message-turn.ts';
import { PictureEncoder, type PreparePicture } from './picture-encoder.ts';
import { PreparationAhead } from './preparation-ahead.ts';
import { preprocessingAt } from './resolution.ts';
import { readAhead } from './read-ahead.ts';
import type { OnnxRuntime } from './session/onnx-runtime.ts';

/** A model folder with everything that one of its variants needs at hand. */
interface ReadyFolder extends ModelFolder {
  readonly variant: ModelVariant;
  /** True if the weights are kept in this browser. */
  readonly stored: boolean;
}

/** A model that is ready, and the picture that it saw last. */
interface OpenModel {
  readonly model: CaptionModel;
  readonly pictures: PictureEncoder;
}

/** What the host needs of the thread that it runs in. */
export interface CaptionPlatform {
  readonly preparePicture: PreparePicture;
  /** What variants may require of the backend's device; none where this is absent. */
  deviceFeatures?(backend: Backend): Promise<readonly DeviceFeature[]>;
  /** Runs the way of a picture once, so that its code is compiled when the first one comes. Never rejects. */
  rehearse?(): Promise<void>;
  graphicsKind(): Promise<GraphicsKind>;
  /**
   * Starts a backend and has it prove that it computes right.
   * @throws OfaError `backend-unavailable`, `backend-failed`, `backend-untrusted` or `out-of-memory`
   */
  openRuntime(backend: Backend, threads?: number): Promise<OnnxRuntime>;
  /** Reports the phases `manifest` and `download`. @throws what `choose` throws, a model, download or storage code */
  openFolder(
    signal: AbortSignal,
    request: LoadModelRequest,
    choose: (manifest: ModelManifest) => Promise<ModelVariant>,
    onEvent: (event: ModelEvent) => void,
  ): Promise<ReadyFolder>;
}

/** After these the next backend is tried. Any other failure would meet every backend alike. */
const backendFaults: ReadonlySet<string> = new Set([
  'backend-unavailable',
  'backend-failed',
  'backend-untrusted',
  'backend-lost',
  'out-of-memory',
]);

/** The first backend that has not been skipped. */
function firstLeft(order: readonly Backend[], skipped: readonly SkippedBackend[]): Backend | undefined {
  return order.find((backend) => !skipped.some((left) => left.backend === backend));
}

/**
 * The caption service: one model at a time, one job after another. While captions are written, the next picture is
 * prepared.
 */
export class CaptionHost implements CaptionService {
  readonly #platform: CaptionPlatform;
  readonly #jobs = new Jobs();
  readonly #ahead: PreparationAhead;
  #open: OpenModel | undefined;
  #isPictureExpected = false;

  constructor(platform: CaptionPlatform) {
    this.#platform = platform;
    this.#ahead = new PreparationAhead(platform.preparePicture);
  }

  loadModel: CaptionService['loadModel'] = (job, request, onEvent) =>
    this.#jobs.run(job, async (signal) => {
      const events = eventChannel(onEvent);
      try {
        const loaded = await this.#loadOnFirstBackend(signal, request, events.send);
        await events.delivered();
        return loaded;
      } finally {
        this.#isPictureExpected = false;
      }
    });

  caption: CaptionService['caption'] = (job, image, options, onEvent) => {
    const work = async (signal: AbortSignal): Promise<CaptionResult> => {
      // The page knows of a model: it was in a worker before this one.
      if (this.#open === undefined) throw new OfaError('worker-crashed', 'The worker with the model is gone');
      const { model, pictures } = this.#open;
      const events = eventChannel(onEvent);
      const onCaptionEvent = (event: CaptionEvent): void => {
        events.send(event);
        // Not while the encoder runs: it leaves this thread no gaps, and the picture would only lie in memory.
        if (event.phase === 'decode') this.#jobs.prepareNext();
      };
      const result = await captionWith(signal, model, pictures, image, options, onCaptionEvent);
      await events.delivered();
      return result;
    };
    return this.#jobs.run(job, work, (signal) => {
      if (this.#open === undefined) return;
      this.#ahead.begin(signal, image, preprocessingAt(this.#open.model.manifest, options.resolution));
    });
  };

  abort: CaptionService['abort'] = (job) => {
    this.#jobs.abort(job);
    return Promise.resolve();
  };

  ping: CaptionService['ping'] = () => Promise.resolve();

  expectPicture: CaptionService['expectPicture'] = () => {
    this.#isPictureExpected = true;
    return Promise.resolve();
  };

  async #loadOnFirstBackend(
    signal: AbortSignal,
    request: LoadModelRequest,
    onEvent: (event: ModelEvent) => void,
  ): Promise<LoadedModel> {
    const skipped: SkippedBackend[] = [...(request.failed ?? [])];
    for (;;) {
      let current: Backend | null = null;
      const choose = async (manifest: ModelManifest): Promise<Backend> => {
        current = await this.#nextBackend(manifest, request, skipped);
        return current;
      };
      const known = request.backends === 'auto' ? undefined : firstLeft(request.backends, skipped);
      try {
        return { ...(await this.#load(signal, choose, request, known, onEvent)), skipped };
      } catch (error) {
        if (current === null || !(error instanceof OfaError && backendFaults.has(error.code))) throw error;
        skipped.push({ backend: current, code: error.code, reason: error.message });
      }
    }
  }

  /** @throws OfaError of the last backend that was skipped, if none is left */
  async #nextBackend(
    manifest: ModelManifest,
    { backends }: LoadModelRequest,
    skipped: readonly SkippedBackend[],
  ): Promise<Backend> {
    const order =
      backends === 'auto' ? await preferredBackends(manifest, () => this.#platform.graphicsKind()) : backends;
    const next = firstLeft(order, skipped);
    if (next !== undefined) return next;
    const last = skipped.at(-1);
    if (last === undefined) throw new OfaError('backend-unavailable', 'No backend was asked for');
    throw new OfaError(last.code, last.reason, { backend: last.backend });
  }

  /**
   * The backend starts while the model's files come, before its manifest where it is known by then; if it cannot, they are
   * not waited for.
   */
  async #load(
    signal: AbortSignal,
    chooseBackend: (manifest: ModelManifest) => Promise<Backend>,
    request: LoadModelRequest,
    known: Backend | undefined,
    onEvent: (event: ModelEvent) => void,
  ): Promise<Omit<LoadedModel, 'skipped'>> {
    const unusable = new AbortController();
    const opened: { readonly backend: Backend; readonly runtime: Promise<OnnxRuntime> }[] = [];
    const start = (backend: Backend): Promise<OnnxRuntime> => {
      const runtime = this.#platform.openRuntime(backend, request.threads);
      runtime.catch(() => undefined);
      return runtime;
    };
    const early = known === undefined ? undefined : { backend: known, runtime: start(known) };
    const folder = await this.#platform.openFolder(
      AbortSignal.any([signal, unusable.signal]),
      request,
      async (manifest) => {
        const backend = await chooseBackend(manifest);
        const features = (await this.#platform.deviceFeatures?.(backend)) ?? [];
        const variant = chooseVariant(manifest, { backend, features }, request.variant);
        const runtime = early?.backend === backend ? early.runtime : start(backend);
        runtime.catch((error: unknown) => unusable.abort(error));
        opened.push({ backend, runtime });
        void this.#platform.rehearse?.();
        return variant;
      },
      onEvent,
    );
    const [{ backend, runtime: opening }] = opened.slice(-1);
    const ahead = readAhead(signal, folder, folder.variant);
    onEvent({ phase: 'engine', backend });
    const runtime = await opening;
    signal.throwIfAborted();
    await this.#releaseModel();
    const model = await loadCaptionModel(signal, runtime, ahead, folder.variant, onEvent);
    try {
      // That a picture is expected may have been said while the graphs kept this thread busy.
      await messageTurn();
      if (backend === 'webgpu' || !this.#isPictureExpected) {
        onEvent({ phase: 'warm-up' });
        await warmUp(signal, model);
      }
    } catch (error) {
      // A backend that has failed may fail at this as well.
      await releaseCaptionModel(model).catch(() => {});
      throw error;
    }
    this.#open = { model, pictures: new PictureEncoder(model, this.#ahead.prepare) };
    const { manifest, variant, stored } = folder;
    return { manifest, variant: variant.name, backend, threads: runtime.threads, stored };
  }

  /** Before the next model is built: WebAssembly's memory never shrinks, but what is freed in it is used again. */
  async #releaseModel(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    open?.pictures.forget();
    // A backend that has failed may fail at this as well, which is no concern of the next one.
    if (open !== undefined) await releaseCaptionModel(open.model).catch(() => {});
  }
}
