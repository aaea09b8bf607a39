/**
 * The page's end of the convert worker. Every call ends: also when the worker dies, when its thread hangs, and when it does
 * not stop what was aborted.
 */
import { proxy, type Remote } from 'comlink';
import type { ConvertService } from '../../workers/protocol/convert-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { watchSilence } from '../watchdog.ts';
import { connectWorker, type WorkerConnection } from '../worker-connection.ts';

type Job<Result> = (service: Remote<ConvertService>, job: string) => Promise<Result>;

export interface ConvertClient {
  /**
   * Runs a call of the service under a job of its own. An abort is waited for: when it rejects, the worker has stopped.
   * @throws OfaError of the service, `worker-crashed` or `worker-stalled`; an abort when aborted.
   */
  run<Result>(signal: AbortSignal, start: Job<Result>): Promise<Result>;
}

/** The longest times in seconds. */
interface ConvertPatience {
  /** Without an answer to a ping: a tensor is read, quantized and written without one. */
  readonly ping: number;
  /** From an abort until the call has ended. */
  readonly stop: number;
}

/** Far more than the slowest device needs that still gets anywhere. */
const patience: ConvertPatience = { ping: 300, stop: 300 };

const pingIntervalMs = 1000;

/** A listener that can be passed to the service, which may wait for what it does. */
export function listener<Event, Result>(onEvent: (event: Event) => Result): (event: Event) => Result {
  return proxy(onEvent);
}

function stalled(seconds: number): OfaError {
  return new OfaError('worker-stalled', `Nothing came from the convert worker for ${seconds} s`);
}

/** A client whose worker is started by the first call, and ended when the last one has ended. */
export function createConvertClient(startWorker: () => Worker, limits = patience): ConvertClient {
  let connection: WorkerConnection<ConvertService> | null = null;
  let jobs = 0;
  let running = 0;
  const silence = watchSilence({ start: limits.ping }, (seconds) => connection?.end(stalled(seconds)));

  /** How far the calls are tells nothing about a thread: some wait for the network, or for the page itself. */
  async function keepPinging({ service, death }: WorkerConnection<ConvertService>): Promise<never> {
    for (;;) {
      await death.unlessInterrupted(service.ping());
      silence.heard('start');
      await new Promise((resolve) => {
        setTimeout(resolve, pingIntervalMs);
      });
    }
  }

  function connect(): WorkerConnection<ConvertService> {
    const connected = connectWorker<ConvertService>(startWorker(), 'convert', () => {
      connection = null;
    });
    // It goes on until the worker's death, which the calls hear of as well.
    keepPinging(connected).catch(() => undefined);
    return connected;
  }

  return {
    async run(signal, start) {
      signal.throwIfAborted();
      connection ??= connect();
      const used = connection;
      jobs += 1;
      running += 1;
      silence.begin();
      const job = `job-${jobs}`;
      const stopping = watchSilence({ start: limits.stop }, (seconds) => used.end(stalled(seconds)));
      const abort = (): void => {
        stopping.begin();
        used.service.abort(job).catch(() => undefined);
      };
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await used.death.unlessInterrupted(start(used.service, job));
      } finally {
        signal.removeEventListener('abort', abort);
        if (signal.aborted) stopping.end();
        silence.end();
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
