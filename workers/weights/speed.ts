export interface SpeedMeter {
  /** Counts bytes that have just arrived. */
  add(bytes: number): void;
  /** Bytes per second over the last seconds; null until there is enough to judge by. */
  bytesPerSecond(): number | null;
}

const windowMs = 5_000;
const shortestMs = 500;

/** Measures how fast bytes arrive. `now` is a monotonic clock in milliseconds. */
export function speedMeter(now: () => number): SpeedMeter {
  let started: number | undefined;
  let arrivals: { readonly time: number; readonly bytes: number }[] = [];
  return {
    add(bytes) {
      const time = now();
      // What came with the very first arrival was under way before the clock started.
      if (started === undefined) started = time;
      else arrivals.push({ time, bytes });
    },
    bytesPerSecond() {
      const time = now();
      arrivals = arrivals.filter((arrival) => arrival.time > time - windowMs);
      if (started === undefined || time - started < shortestMs) return null;
      const bytes = arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0);
      return (bytes * 1000) / Math.min(windowMs, time - started);
    },
  };
}
