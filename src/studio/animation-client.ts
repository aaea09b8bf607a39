/** The page's end of the animation worker, which lives as long as one export takes. */
import { proxy, transfer } from 'comlink';
import type {
  AnimationService,
  ExportedGif,
  ExportGifEvent,
  ExportGifRequest,
} from '../../workers/protocol/animation-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { watchSilence } from '../watchdog.ts';
import { connectWorker } from '../worker-connection.ts';

export interface AnimationClient {
  /**
   * Writes the overlay on every frame of a moving picture; the overlay is given away.
   *
   * @throws OfaError of the picture, `out-of-memory`, `worker-crashed` or `worker-stalled`; `signal.reason` when aborted.
   */
  exportGif(
    signal: AbortSignal,
    request: ExportGifRequest,
    onEvent: (event: ExportGifEvent) => void,
  ): Promise<ExportedGif>;
}

/** Seconds without an event. Every frame brings one, and a frame takes a slow phone a few seconds. */
const patience = 300;

/** A client that starts a worker for every export and ends it afterwards, at once if the export is aborted. */
export function createAnimationClient(startWorker: () => Worker, limit = patience): AnimationClient {
  return {
    async exportGif(signal, request, onEvent) {
      signal.throwIfAborted();
      const { service, death, end } = connectWorker<AnimationService>(startWorker(), 'animation', () => {});
      const watchdog = watchSilence({ start: limit }, (seconds) => {
        end(new OfaError('worker-stalled', `Nothing came from the animation worker for ${seconds} s`));
      });
      const abort = (): void => end(signal.reason as Error);
      const listener = (event: ExportGifEvent): void => {
        watchdog.heard('start');
        onEvent(event);
      };
      signal.addEventListener('abort', abort, { once: true });
      watchdog.begin();
      try {
        const { overlay } = request;
        const exporting = service.exportGif('export', transfer(request, [overlay]), proxy(listener));
        return await death.unlessInterrupted(exporting);
      } finally {
        signal.removeEventListener('abort', abort);
        watchdog.end();
        end(new OfaError('worker-crashed', 'The animation worker was ended'));
      }
    },
  };
}

/** Starts the product's animation worker. */
export function startAnimationWorker(): Worker {
  return new Worker(new URL('../../workers/animate.worker.ts', import.meta.url), { type: 'module' });
}
