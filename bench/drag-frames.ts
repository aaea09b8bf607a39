/**
 * Runs in the page, so it may use nothing from outside: milliseconds from one frame to the next, from the next press of
 * the pointer until its release.
 */
export function dragFrames(): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    let isReleased = false;
    const note = (time: number): void => {
      times.push(time);
      if (isReleased) resolve(times.slice(1).map((later, frame) => later - times[frame]));
      else requestAnimationFrame(note);
    };
    const once = { capture: true, once: true };
    addEventListener('pointerdown', () => requestAnimationFrame(note), once);
    addEventListener(
      'pointerup',
      () => {
        isReleased = true;
      },
      once,
    );
  });
}
