import { speedMeter } from '../weights/speed.ts';

/** How far a transfer of several files has come. */
export interface TransferProgress {
  /** Bytes that are here, those found in storage included. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** Of `loadedBytes`, those that were in storage at the start. */
  readonly storedBytes: number;
  /** Bytes per second over the last seconds; null until it is known. */
  readonly speed: number | null;
}

export interface ProgressMeter {
  /** So many bytes of a file were in storage at the start. */
  found(path: string, bytes: number): void;
  /** So many bytes of a file are here. */
  loaded(path: string, bytes: number): void;
  /** Reports the exact state at once. */
  report(): void;
}

const intervalMs = 100;

/** Adds up what the files have come to, and reports it ten times a second at most. */
export function progressMeter(
  totalBytes: number,
  now: () => number,
  onProgress: (progress: TransferProgress) => void,
): ProgressMeter {
  const speed = speedMeter(now);
  const files = new Map<string, number>();
  let loadedBytes = 0;
  let storedBytes = 0;
  let reportedAt = -Infinity;

  const set = (path: string, bytes: number) => {
    const change = bytes - (files.get(path) ?? 0);
    files.set(path, bytes);
    loadedBytes += change;
    return change;
  };
  const report = () => {
    reportedAt = now();
    onProgress({ loadedBytes, totalBytes, storedBytes, speed: speed.bytesPerSecond() });
  };
  return {
    found(path, bytes) {
      storedBytes += set(path, bytes);
    },
    loaded(path, bytes) {
      const change = set(path, bytes);
      if (change > 0) speed.add(change);
      if (now() - reportedAt >= intervalMs) report();
    },
    report,
  };
}
