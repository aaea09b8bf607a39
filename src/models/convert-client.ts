/** The page's end of the convert worker. Every call ends, also when the worker dies. */
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { ConvertService } from '../../workers/protocol/convert-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';

type Job<Result> = (service: Remote<ConvertService>, job: string) => Promise<Result>;

export interface ConvertClient {
  /**
   * Runs a call of the service under a job of its own. An abort is waited for: when it rejects, the worker has stopped.
   * @throws OfaError of the service, or `worker-crashed`; an abort when aborted.
   */
  run<Result>(signal: AbortSignal, start: Job<Result>): Promise<Result>;
}

interface Connection {
  readonly service: Remote<ConvertService>;
  readonly death: Promise<never>;
}

/** A listener that can be passed to the service, which may wait for what it does. */
export function listener<Event, Result>(onEvent: (event: Event) => Result): (event: Event) => Result {
  return proxy(onEvent);
}

/** A client whose worker is started by the first call, and ended when the last one has ended. */
export function createConvertClient(startWorker: () => Worker): ConvertClient {
  let connection: (Connection & { readonly end: (error: OfaError) => void }) | null = null;
  let jobs = 0;
  let running = 0;

  function connect(): NonNullable<typeof connection> {
    const worker = startWorker();
    const service = wrap<ConvertService>(worker);
    const death = Promise.withResolvers<never>();
    death.promise.catch(() => undefined);
    const end = (error: OfaError): void => {
      connection = null;
      service[releaseProxy]();
      worker.terminate();
      death.reject(error);
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(new OfaError('worker-crashed', event.message || 'The convert worker could not be run'));
    });
    return { service, death: death.promise, end };
  }

  return {
    async run(signal, start) {
      signal.throwIfAborted();
      connection ??= connect();
      const used = connection;
      jobs += 1;
      running += 1;
      const job = `job-${jobs}`;
      const abort = (): void => void used.service.abort(job).catch(() => undefined);
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await Promise.race([start(used.service, job), used.death]);
      } finally {
        signal.removeEventListener('abort', abort);
        running -= 1;
        if (running === 0 && connection === used) {
          used.end(new OfaError('worker-crashed', 'The convert worker was ended'));
        }
      }
    },
  };
}

/** Starts the product's convert worker. */
export function startConvertWorker(): Worker {
  return new Worker(new URL('../../workers/convert.worker.ts', import.meta.url), { type: 'module' });
}
