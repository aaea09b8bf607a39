import type { Animation } from '../animation/animation.ts';

/** A frame of its own, which outlasts the next. */
export interface KeptFrame {
  readonly pixels: Uint32Array;
  readonly delay: number;
}

const never = new AbortController().signal;

/** All frames of an animation at once. */
export async function allFrames(animation: Animation): Promise<KeptFrame[]> {
  const frames: KeptFrame[] = [];
  for await (const { pixels, delay } of animation.frames(never)) {
    frames.push({ pixels: pixels.slice(), delay });
  }
  return frames;
}

/** An animation of frames that are there already; only what differs counts as changed. */
export function animationOf(width: number, kept: readonly KeptFrame[], repetitions = Infinity): Animation {
  const height = kept[0].pixels.length / width;
  return {
    width,
    height,
    frameCount: kept.length,
    repetitions,
    damaged: false,
    async *frames() {
      for (const { pixels, delay } of kept) {
        yield { pixels, delay, changed: { left: 0, top: 0, width, height } };
      }
    },
  };
}
