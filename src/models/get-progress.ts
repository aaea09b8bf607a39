import type { AcquireEvent } from '../../workers/protocol/convert-service.ts';

interface Bytes {
  readonly done: number;
  readonly total: number;
}

/** How far getting a model is: what its events have said so far. */
export interface GetProgress {
  readonly phase: 'start' | AcquireEvent['phase'];
  readonly download: (Bytes & { readonly stored: number; readonly speed: number | null }) | null;
  readonly conversion: Bytes | null;
}

export const noProgress: GetProgress = { phase: 'start', download: null, conversion: null };

/** The progress after an event. While bytes are to come, the download is what the person waits for. */
export function withEvent(progress: GetProgress, event: AcquireEvent): GetProgress {
  const { phase } = event;
  if (phase === 'download') {
    const { loadedBytes: done, totalBytes: total, storedBytes: stored, speed } = event;
    return { ...progress, phase, download: { done, total, stored, speed } };
  }
  // Whatever was said before, nothing happens here until the other tab has ended.
  if (phase === 'wait') return { ...noProgress, phase };
  const isDownloading = progress.download !== null && progress.download.done < progress.download.total;
  const next = { ...progress, phase: isDownloading ? progress.phase : phase };
  if (phase !== 'write') return next;
  return { ...next, conversion: { done: event.doneBytes, total: event.totalBytes } };
}

function share({ done, total }: Bytes): number {
  return total === 0 ? 1 : done / total;
}

/** Part of the way that the download is, where a conversion comes with it and cannot be ahead of it. */
const downloadPart = 0.9;

/** How much of the whole is done, 0 … 1; null before it can be told. */
export function wholeShare({ download, conversion }: GetProgress): number | null {
  if (download === null) return conversion === null ? null : share(conversion);
  return downloadPart * share(download) + (1 - downloadPart) * (conversion === null ? 0 : share(conversion));
}
