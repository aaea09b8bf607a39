/** Listens to calls that are under way. */
interface Watchdog<Phase extends string> {
  /** A call begins or ends; silence counts only while there is one. */
  begin(): void;
  end(): void;
  /** A sign of life. */
  heard(phase: Phase): void;
}

const tickMs = 1000;

/**
 * Calls `onSilence` when nothing is heard for longer than the last phase may take. Silence is counted in ticks of this
 * page: while a tab is frozen neither the page nor the worker runs, and the clock on the wall means nothing.
 */
export function watchSilence<Phase extends string = never>(
  limits: Readonly<Record<Phase | 'start', number>>,
  onSilence: (seconds: number) => void,
): Watchdog<Phase | 'start'> {
  let calls = 0;
  let silence = 0;
  let phase: Phase | 'start' = 'start';
  let timer: ReturnType<typeof setInterval> | undefined;

  const listen = (): void => {
    silence += 1;
    const limit = limits[phase];
    if (silence <= limit) return;
    silence = 0;
    phase = 'start';
    onSilence(limit);
  };
  return {
    begin() {
      calls += 1;
      if (calls > 1) return;
      silence = 0;
      // The phase stays: what an aborted call was doing may have to end before this one is served.
      timer = setInterval(listen, tickMs);
    },
    end() {
      calls -= 1;
      silence = 0;
      if (calls === 0) clearInterval(timer);
    },
    heard(next) {
      silence = 0;
      phase = next;
    },
  };
}
