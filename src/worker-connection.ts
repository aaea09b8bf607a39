import { type Remote, releaseProxy, wrap } from 'comlink';
import { OfaError } from '../workers/protocol/errors.ts';
import { Interruption } from '../workers/protocol/interruption.ts';

/** A worker that serves calls, until it dies or is ended. */
export interface WorkerConnection<Service> {
  readonly service: Remote<Service>;
  /** Comes when the worker is gone; what waits for the service waits unless interrupted. */
  readonly death: Interruption;
  /** Ends the worker: its memory is given back, and every wait rejects with `error`. */
  readonly end: (error: Error) => void;
}

/**
 * Connects to a worker that was just started. Comlink alone would leave a call pending for ever when the worker dies
 * (https://github.com/GoogleChromeLabs/comlink/issues/601): here that is `worker-crashed`.
 *
 * @param name For messages.
 * @param onEnd Called once, before anyone who waits hears of it.
 */
export function connectWorker<Service>(
  worker: Worker,
  name: string,
  onEnd: () => void,
): WorkerConnection<Service> {
  const service = wrap<Service>(worker);
  const death = new Interruption();
  let isOver = false;
  const end = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
    service[releaseProxy]();
    worker.terminate();
    death.interrupt(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(new OfaError('worker-crashed', event.message || `The ${name} worker could not be run`));
  });
  worker.addEventListener('messageerror', () => {
    end(new OfaError('worker-crashed', `A message of the ${name} worker could not be read`));
  });
  return { service, death, end };
}
