import { OfaError } from '../protocol/errors.ts';
import { SerialQueue } from './session/serial-queue.ts';

/** Jobs served one after another, each of which can be aborted by its name. */
export class Jobs {
  readonly #queue = new SerialQueue();
  readonly #controllers = new Map<string, AbortController>();

  /**
   * Runs `work` when the jobs before it have ended. Aborted while it waits, it rejects at once and never starts.
   *
   * @throws OfaError `internal` if a job of this name is waiting or running
   */
  async run<Result>(name: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    if (this.#controllers.has(name)) throw new OfaError('internal', `A job ${name} is running already`);
    const controller = new AbortController();
    const { signal } = controller;
    this.#controllers.set(name, controller);
    try {
      return await new Promise<Result>((resolve, reject) => {
        const stopWaiting = () => reject(signal.reason as Error);
        signal.addEventListener('abort', stopWaiting);
        this.#queue
          .run(async () => {
            signal.removeEventListener('abort', stopWaiting);
            signal.throwIfAborted();
            return work(signal);
          })
          .then(resolve, reject);
      });
    } finally {
      this.#controllers.delete(name);
    }
  }

  /** Makes a job reject with an `AbortError`; does nothing if there is none of this name. */
  abort(name: string): void {
    this.#controllers.get(name)?.abort();
  }
}
