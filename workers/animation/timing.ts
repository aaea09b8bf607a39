/** Frames that ask for less than this many hundredths of a second get `slowDelay` instead, in every browser. */
const leastDelay = 2;
const slowDelay = 10;

/** Milliseconds for which browsers show a frame of this GIF delay. */
export function shownMilliseconds(delay: number): number {
  return 10 * (delay < leastDelay ? slowDelay : delay);
}

/**
 * Turns the durations of successive frames, in milliseconds, into GIF delays. What rounding takes from one frame is
 * given to the next, so that the animation keeps its length.
 */
export function gifDelays(): (milliseconds: number) => number {
  let owed = 0;
  return (milliseconds) => {
    // Formats other than GIF have the same rule: browsers slow these frames down as well.
    if (milliseconds <= 10) return Math.round(milliseconds / 10);
    const exact = milliseconds / 10 + owed;
    const delay = Math.min(Math.max(leastDelay, Math.round(exact)), 0xffff);
    // A frame that may not be shorter is no debt of the later ones.
    owed = Math.max(-0.5, Math.min(exact - delay, 0.5));
    return delay;
  };
}
