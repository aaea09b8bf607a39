/** The page's end of the animation worker, which lives as long as one export takes. */
import { proxy, transfer, wrap } from 'comlink';
import type {
  AnimationService,
  ExportedGif,
  ExportGifEvent,
  ExportGifRequest,
} from '../../workers/protocol/animation-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';

export interface AnimationClient {
  /**
   * Writes the overlay on every frame of a moving picture; the overlay is given away.
   *
   * @throws OfaError of the picture, `out-of-memory` or `worker-crashed`; `signal.reason` when aborted.
   */
  exportGif(
    signal: AbortSignal,
    request: ExportGifRequest,
    onEvent: (event: ExportGifEvent) => void,
  ): Promise<ExportedGif>;
}

/** A client that starts a worker for every export and ends it afterwards, at once if the export is aborted. */
export function createAnimationClient(startWorker: () => Worker): AnimationClient {
  return {
    async exportGif(signal, request, onEvent) {
      signal.throwIfAborted();
      const worker = startWorker();
      const end = Promise.withResolvers<never>();
      const abort = (): void => end.reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        end.reject(new OfaError('worker-crashed', event.message || 'The animation worker could not be run'));
      });
      try {
        const exporting = wrap<AnimationService>(worker).exportGif(
          'export',
          transfer(request, [request.overlay]),
          proxy(onEvent),
        );
        return await Promise.race([exporting, end.promise]);
      } finally {
        signal.removeEventListener('abort', abort);
        worker.terminate();
      }
    },
  };
}

/** Starts the product's animation worker. */
export function startAnimationWorker(): Worker {
  return new Worker(new URL('../../workers/animate.worker.ts', import.meta.url), { type: 'module' });
}
