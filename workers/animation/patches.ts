import { messageTurn } from '../ofa/message-turn.ts';
import type { Animation, AnimationFrame } from './animation.ts';
import { transparentPixel } from './pixels.ts';
import { placesWhere } from './places.ts';
import { emptyRectangle, isEmpty, type Rectangle, union } from './rectangle.ts';

/** What has to be drawn over the picture shown before, to show a frame. */
export interface Patch {
  /** Never empty: a frame without a change redraws one pixel, so that it keeps its delay. */
  readonly area: Rectangle;
  /** The whole picture, [height, width], without and with this frame. Valid until the next patch is asked for. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  /** Hundredths of a second. */
  readonly delay: number;
  /** `clear` if the area must be empty before the next frame: drawing alone makes no pixel transparent. */
  readonly disposal: 'keep' | 'clear';
}

const onePixel: Rectangle = { left: 0, top: 0, width: 1, height: 1 };

function clear(pixels: Uint32Array, width: number, area: Rectangle): void {
  for (let y = area.top; y < area.top + area.height; y++) {
    pixels.fill(transparentPixel, y * width + area.left, y * width + area.left + area.width);
  }
}

/**
 * Splits an animation whose pixels are opaque or `transparentPixel` into what changes from frame to frame. Holds three
 * frames at a time: whether a frame must be cleared is known only when the next one is.
 *
 * @throws what the animation's `frames` throw; `signal.reason`
 */
export async function* patches(
  signal: AbortSignal,
  animation: Animation,
): AsyncGenerator<Patch, void, undefined> {
  const { width, height } = animation;
  let before = new Uint32Array(width * height);
  let after = new Uint32Array(width * height);
  let next = new Uint32Array(width * height);
  /** The frame in `after`, and where it may differ from `before`. */
  let waiting: Pick<AnimationFrame, 'changed' | 'delay'> | null = null;

  const patch = (
    { changed, delay }: Pick<AnimationFrame, 'changed' | 'delay'>,
    vanishing: Rectangle,
  ): Patch => {
    const area = union(
      placesWhere(changed, width, (at) => before[at] !== after[at]),
      vanishing,
    );
    const disposal = isEmpty(vanishing) ? 'keep' : 'clear';
    return { area: isEmpty(area) ? onePixel : area, before, after, delay, disposal };
  };

  for await (const { pixels, changed, delay } of animation.frames(signal)) {
    await messageTurn();
    signal.throwIfAborted();
    next.set(pixels);
    let cleared = emptyRectangle;
    if (waiting !== null) {
      const isVanishing = (at: number): boolean =>
        next[at] === transparentPixel && after[at] !== transparentPixel;
      const drawn = patch(waiting, placesWhere(changed, width, isVanishing));
      yield drawn;
      if (drawn.disposal === 'clear') {
        cleared = drawn.area;
        clear(after, width, cleared);
      }
    }
    [before, after, next] = [after, next, before];
    waiting = { changed: union(changed, cleared), delay };
  }
  if (waiting !== null) yield patch(waiting, emptyRectangle);
}
