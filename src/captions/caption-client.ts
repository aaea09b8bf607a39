/**
 * The page's end of the caption worker. Comlink alone would leave a call pending for ever when the worker dies
 * (https://github.com/GoogleChromeLabs/comlink/issues/601); here every call ends: with its result, with the
 * signal's reason, with `worker-crashed`, or with `worker-stalled` if the worker gives no sign of life for too long. After
 * the last two the next call starts a fresh worker.
 */
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
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
import { Interruption } from '../../workers/protocol/interruption.ts';
import { type Patience, patience, type Phase, watchSilence } from './watchdog.ts';

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
  /** Ends the worker: all memory is given back, pending calls reject with `worker-crashed`. */
  dispose(): void;
}

interface Connection {
  readonly service: Remote<CaptionService>;
  /** Comes when the worker is gone. */
  readonly death: Interruption;
  end(error: OfaError): void;
}

function connect(worker: Worker, onEnd: () => void): Connection {
  const service = wrap<CaptionService>(worker);
  const death = new Interruption();
  const end = (error: OfaError): void => {
    onEnd();
    service[releaseProxy]();
    worker.terminate();
    death.interrupt(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(new OfaError('worker-crashed', event.message || 'The caption worker could not be run'));
  });
  worker.addEventListener('messageerror', () => {
    end(new OfaError('worker-crashed', 'A message of the caption worker could not be read'));
  });
  return { service, death, end };
}

/** A client whose worker is started by the first call. */
export function createCaptionClient(startWorker: () => Worker, limits: Patience = patience): CaptionClient {
  let connection: Connection | null = null;
  let jobs = 0;
  const watchdog = watchSilence(limits, (seconds) => {
    connection?.end(new OfaError('worker-stalled', `Nothing came from the caption worker for ${seconds} s`));
  });

  const current = (): Connection => {
    connection ??= connect(startWorker(), () => {
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
    const listener = (event: Event): void => {
      watchdog.heard(event.phase);
      // What a worker sent before it died may arrive after its death.
      if (!isOver && !signal.aborted) onEvent(event);
    };
    watchdog.begin();
    try {
      const answer = Promise.race([start(service, job, proxy(listener)), aborted.promise]);
      return await death.unlessInterrupted(answer);
    } finally {
      isOver = true;
      signal.removeEventListener('abort', abort);
      watchdog.end();
    }
  }

  return {
    loadModel: (signal, request, onEvent) =>
      call(signal, onEvent, (service, job, listener) => service.loadModel(job, request, listener)),
    caption: (signal, image, options, onEvent) =>
      call(signal, onEvent, (service, job, listener) => service.caption(job, image, options, listener)),
    dispose: () => {
      connection?.end(new OfaError('worker-crashed', 'The caption worker was ended'));
    },
  };
}

/** Starts the product's caption worker. */
export function startCaptionWorker(): Worker {
  return new Worker(new URL('../../workers/caption.worker.ts', import.meta.url), { type: 'module' });
}
