import type { Rectangle } from './rectangle.ts';

/** One frame as it is seen: whole, with everything below it that still shows. */
export interface AnimationFrame {
  /**
   * The whole picture, [height, width] packed pixels (`pixels.ts`). The memory is used again for the next frame: what
   * must outlast it has to be copied.
   */
  readonly pixels: Uint32Array;
  /** Outside of this nothing differs from the frame before. */
  readonly changed: Rectangle;
  /** Hundredths of a second; 0 and 1 are shown by browsers for a tenth of a second. */
  readonly delay: number;
}

/** A picture that moves. Frames come one at a time, so that a long animation needs no more memory than a short one. */
export interface Animation {
  readonly width: number;
  readonly height: number;
  /** As many as the file announces. */
  readonly frameCount: number;
  /** How often it starts over after the first time: 0, a number or `Infinity`. */
  readonly repetitions: number;
  /** True if the file is broken behind its last frame. */
  readonly damaged: boolean;
  /**
   * The frames from the first on; each call begins anew. Ends early, before `frameCount`, at a frame that is damaged.
   *
   * @throws OfaError `image-damaged` if the first frame already is; `signal.reason`
   */
  frames(signal: AbortSignal): AsyncGenerator<AnimationFrame, void, undefined>;
}
