import type { ModelEvent } from '../protocol/caption-service.ts';
import type { ShardKey } from './shard-store.ts';
import { speedMeter } from './speed.ts';

export type DownloadEvent = Extract<ModelEvent, { readonly phase: 'download' }>;

export interface DownloadProgress {
  /** A shard was found in storage. */
  foundStored(shard: ShardKey): void;
  /** So much of a shard has been downloaded by now; less than before when it starts over. */
  received(shard: ShardKey, bytes: number): void;
  /** Reports the exact state at once. */
  report(): void;
}

const intervalMs = 100;

/** Adds up what the shards of a variant have come to, and reports it ten times a second at most. */
export function downloadProgress(
  totalBytes: number,
  now: () => number,
  onEvent: (event: DownloadEvent) => void,
): DownloadProgress {
  const speed = speedMeter(now);
  const loaded = new Map<string, number>();
  let loadedBytes = 0;
  let storedBytes = 0;
  let reportedAt = -Infinity;

  const setLoaded = ({ sha256 }: ShardKey, bytes: number) => {
    const change = bytes - (loaded.get(sha256) ?? 0);
    loaded.set(sha256, bytes);
    loadedBytes += change;
    return change;
  };
  const report = () => {
    reportedAt = now();
    onEvent({ phase: 'download', loadedBytes, totalBytes, storedBytes, speed: speed.bytesPerSecond() });
  };
  const reportNowAndThen = () => {
    if (now() - reportedAt >= intervalMs) report();
  };
  return {
    foundStored(shard) {
      storedBytes += setLoaded(shard, shard.bytes);
      reportNowAndThen();
    },
    received(shard, bytes) {
      const change = setLoaded(shard, bytes);
      if (change > 0) speed.add(change);
      reportNowAndThen();
    },
    report,
  };
}
