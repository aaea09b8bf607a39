import type { Animation } from './animation.ts';
import { Resampler } from './canvas.ts';

/**
 * An animation at another size; itself if it has that size already.
 *
 * @param width Whole pixels, at least 1; so is `height`.
 */
export function resized(animation: Animation, width: number, height: number): Animation {
  if (animation.width === width && animation.height === height) return animation;
  return {
    ...animation,
    width,
    height,
    async *frames(signal) {
      const resampler = new Resampler(animation, { width, height });
      // A resampled pixel depends on its neighbours; what really changes is found later.
      const changed = { left: 0, top: 0, width, height };
      for await (const { pixels, delay } of animation.frames(signal)) {
        yield { pixels: resampler.resample(pixels), changed, delay };
      }
    },
  };
}
