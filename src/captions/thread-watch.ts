/** Watches a thread while it should be free to answer. */
export interface ThreadWatch {
  /** From now on the thread should answer, or need not. */
  expect(isFree: boolean): void;
}

const tickMs = 1000;

/**
 * Pings a thread every second while it is expected to be free, and calls `onFrozen` when an answer takes longer than
 * `seconds`. They are counted in ticks of this page, as in `watchdog.ts`.
 *
 * Firefox sometimes stops a worker for ever that starts a worker of its own, as ONNX Runtime does for its threads, while
 * the page is busy: the thread waits for a notice that another has taken.
 */
export function watchThread(
  ping: () => Promise<void>,
  seconds: number,
  onFrozen: (seconds: number) => void,
): ThreadWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let silence = 0;
  let isAnswered = true;

  const ask = async (): Promise<void> => {
    isAnswered = false;
    silence = 0;
    await ping();
    isAnswered = true;
  };
  const tick = (): void => {
    // The worker's death is told elsewhere.
    if (isAnswered) ask().catch(() => undefined);
    else {
      silence += 1;
      if (silence === seconds) onFrozen(seconds);
    }
  };
  return {
    expect(isFree) {
      silence = 0;
      if (!isFree) {
        clearInterval(timer);
        timer = undefined;
      } else timer ??= setInterval(tick, tickMs);
    },
  };
}
