import { messageTurn } from '../ofa/message-turn.ts';
import type { Animation, AnimationFrame } from './animation.ts';
import { transparentPixel } from './pixels.ts';
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

/** Calls `visit` with the place of each pixel in a patch's area, row by row. */
export function forEachPlace({ area }: Patch, width: number, visit: (at: number) => void): void {
  for (let y = area.top; y < area.top + area.height; y++) {
    const start = y * width + area.left;
    for (let at = start; at < start + area.width; at++) visit(at);
  }
}

/** True of a pixel that a patch draws; the others of its area stay as they are. */
export function isDrawn({ before, after }: Patch, at: number): boolean {
  return after[at] !== before[at] && after[at] !== transparentPixel;
}

const onePixel: Rectangle = { left: 0, top: 0, width: 1, height: 1 };

/** The smallest rectangle that holds every pixel of `within` for which `test` is true. */
function bounds(width: number, within: Rectangle, test: (at: number) => boolean): Rectangle {
  const bottom = within.top + within.height;
  const right = within.left + within.width;
  let [left, top, end, last] = [right, -1, within.left, -1];
  for (let y = within.top; y < bottom; y++) {
    const row = y * width;
    let first = within.left;
    while (first < right && !test(row + first)) first++;
    if (first === right) continue;
    let final = right - 1;
    while (final >= end && !test(row + final)) final--;
    left = Math.min(left, first);
    end = Math.max(end, final + 1);
    if (top < 0) top = y;
    last = y;
  }
  return top < 0 ? emptyRectangle : { left, top, width: end - left, height: last + 1 - top };
}

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
      bounds(width, changed, (at) => before[at] !== after[at]),
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
      const drawn = patch(waiting, bounds(width, changed, isVanishing));
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
