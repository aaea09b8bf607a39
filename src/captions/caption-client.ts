/**
 * The page's end of the caption worker. Every call ends: with its result, with the signal's reason, with
 * `worker-crashed`, or with `worker-stalled` if the worker gives no sign of life for too long. After the last two the next
 * call starts a fresh worker.
 */
import { proxy, type Remote } from 'comlink';
import type {
  CaptionEvent,
  CaptionOptions,
  CaptionResult,
  CaptionService,
  LoadedModel,
  LoadModelRequest,
  ModelEvent,
} from '../../workers/protocol/caption-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { connectWorker, type WorkerConnection } from '../worker-connection.ts';
import { watchSilence } from '../watchdog.ts';
import { type Patience, patience, type Phase, waitingPhases } from './patience.ts';
import { watchThread } from './thread-watch.ts';

export interface CaptionClient {
  /** @throws OfaError of the model, download, storage or backend; `signal.reason` when aborted. */
  loadModel(
    signal: AbortSignal,
    request: LoadModelRequest,
    onEvent: (event: ModelEvent) => void,
  ): Promise<LoadedModel>;
  /** Needs a loaded model. @throws OfaError of the picture or backend; `signal.reason` when aborted. */
  caption(
    signal: AbortSignal,
    image: Blob,
    options: CaptionOptions,
    onEvent: (event: CaptionEvent) => void,
  ): Promise<CaptionResult>;
  /** Tells the worker that a picture waits for the model that it is loading: it need not be warmed up first. */
  expectPicture(): void;
  /** Ends the worker: all memory is given back, pending calls reject with `worker-crashed`. */
  dispose(): void;
}

/** A client whose worker is started by the first call. */
export function createCaptionClient(startWorker: () => Worker, limits: Patience = patience): CaptionClient {
  let connection: WorkerConnection<CaptionService> | null = null;
  let jobs = 0;
  const endStalled = (seconds: number): void =>
    connection?.end(new OfaError('worker-stalled', `Nothing came from the caption worker for ${seconds} s`));
  const watchdog = watchSilence<Phase>(limits, endStalled);

  const current = (): WorkerConnection<CaptionService> => {
    connection ??= connectWorker<CaptionService>(startWorker(), 'caption', () => {
      connection = null;
    });
    return connection;
  };

  async function call<Result, Event extends { readonly phase: Phase }>(
    signal: AbortSignal,
    onEvent: (event: Event) => void,
    start: (
      service: Remote<CaptionService>,
      job: string,
      listener: (event: Event) => void,
    ) => Promise<Result>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const { service, death } = current();
    jobs += 1;
    const job = `job-${jobs}`;
    const aborted = Promise.withResolvers<never>();
    // The worker stops before its next step; the page need not wait for it.
    const abort = (): void => {
      service.abort(job).catch(() => undefined);
      aborted.reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    let isOver = false;
    const thread = watchThread(() => service.ping(), limits.ping, endStalled);
    const listener = (event: Event): void => {
      watchdog.heard(event.phase);
      if (!isOver) thread.expect(waitingPhases.has(event.phase));
      // What a worker sent before it died may arrive after its death.
      if (!isOver && !signal.aborted) onEvent(event);
    };
    watchdog.begin();
    try {
      const answer = Promise.race([start(service, job, proxy(listener)), aborted.promise]);
      return await death.unlessInterrupted(answer);
    } finally {
      isOver = true;
      thread.expect(false);
      signal.removeEventListener('abort', abort);
      watchdog.end();
    }
  }

  return {
    loadModel: (signal, request, onEvent) =>
      call(signal, onEvent, (service, job, listener) => service.loadModel(job, request, listener)),
    caption: (signal, image, options, onEvent) =>
      call(signal, onEvent, (service, job, listener) => service.caption(job, image, options, listener)),
    expectPicture: () => {
      connection?.service.expectPicture().catch(() => undefined);
    },
    dispose: () => {
      connection?.end(new OfaError('worker-crashed', 'The caption worker was ended'));
    },
  };
}

/** Starts the product's caption worker. */
export function startCaptionWorker(): Worker {
  return new Worker(new URL('../../workers/caption.worker.ts', import.meta.url), { type: 'module' });
}
