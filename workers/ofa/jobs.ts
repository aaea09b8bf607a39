import { OfaError } from '../protocol/errors.ts';
import { SerialQueue } from './session/serial-queue.ts';

/** What a job may do before its turn: it must not fail, and keeps its result for the job itself. */
type Prepare = (signal: AbortSignal) => void;

interface WaitingJob {
  readonly signal: AbortSignal;
  prepare: Prepare;
}

const nothing: Prepare = () => {};

/** Jobs served one after another, each of which can be aborted by its name. */
export class Jobs {
  readonly #queue = new SerialQueue();
  readonly #controllers = new Map<string, AbortController>();
  /** In the order of their turns. */
  readonly #waiting = new Set<WaitingJob>();

  /**
   * Runs `work` when the jobs before it have ended. Aborted while it waits, it rejects at once and never starts.
   * `prepare` is called at most once, if `prepareNext` is while the job is the next one.
   *
   * @throws OfaError `internal` if a job of this name is waiting or running
   */
  async run<Result>(
    name: string,
    work: (signal: AbortSignal) => Promise<Result>,
    prepare: Prepare = nothing,
  ): Promise<Result> {
    if (this.#controllers.has(name)) throw new OfaError('internal', `A job ${name} is running already`);
    const controller = new AbortController();
    const { signal } = controller;
    this.#controllers.set(name, controller);
    const waiting: WaitingJob = { signal, prepare };
    this.#waiting.add(waiting);
    try {
      return await new Promise<Result>((resolve, reject) => {
        const stopWaiting = () => {
          this.#waiting.delete(waiting);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', stopWaiting);
        this.#queue
          .run(async () => {
            signal.removeEventListener('abort', stopWaiting);
            this.#waiting.delete(waiting);
            signal.throwIfAborted();
            return work(signal);
          })
          .then(resolve, reject);
      });
    } finally {
      this.#controllers.delete(name);
    }
  }

  /** Lets the job whose turn is next prepare itself while the running one goes on. */
  prepareNext(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    const { prepare } = next;
    next.prepare = nothing;
    prepare(next.signal);
  }

  /** Makes a job reject with an `AbortError`; does nothing if there is none of this name. */
  abort(name: string): void {
    this.#controllers.get(name)?.abort();
  }
}
