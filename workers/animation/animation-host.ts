import { eventChannel } from '../ofa/event-channel.ts';
import { Jobs } from '../ofa/jobs.ts';
import type { AnimationService } from '../protocol/animation-service.ts';
import { exportGif } from './export-gif.ts';

/** The animation service: one job after another. */
export class AnimationHost implements AnimationService {
  readonly #jobs = new Jobs();

  exportGif: AnimationService['exportGif'] = (job, request, onEvent) =>
    this.#jobs.run(job, async (signal) => {
      const events = eventChannel(onEvent);
      const exported = await exportGif(signal, request, events.send);
      await events.delivered();
      return exported;
    });

  abort: AnimationService['abort'] = (job) => {
    this.#jobs.abort(job);
    return Promise.resolve();
  };
}
