/**
 * Captions come in batches: the likeliest first, then others that are drawn at random. Only the newest can be in the
 * making; those before it can be gone back to.
 */
import { type CaptionJob, hypothesesOf } from './caption-job.ts';

/** How a batch comes about: by the search for the likeliest captions, or by drawing. */
export type BatchKind = 'search' | 'draw';

export interface Batches {
  /** The newest batch. */
  readonly job: CaptionJob;
  readonly kind: BatchKind;
  /** The batches before it, oldest first; each has captions. */
  readonly earlier: readonly CaptionJob[];
  /** Its captions are shown whatever words they have. */
  readonly isUnfiltered: boolean;
  /** Number of the batch on show, from 0; the newest is `earlier.length`. */
  readonly shown: number;
}

/** The first batch, for which nothing has been done. */
export const firstBatch: Batches = {
  job: { status: 'waiting' },
  kind: 'search',
  earlier: [],
  isUnfiltered: false,
  shown: 0,
};

/** True unless an earlier batch has been gone back to. */
export function isNewestShown({ earlier, shown }: Pick<Batches, 'earlier' | 'shown'>): boolean {
  return shown === earlier.length;
}

/** The batch that the person looks at. */
export function batchOnShow({ job, earlier, shown }: Batches): CaptionJob {
  return earlier[shown] ?? job;
}

/** The batch that a caption came of; the newest where none has it. */
export function batchWith({ job, earlier }: Batches, text: string): CaptionJob {
  const has = (batch: CaptionJob): boolean =>
    hypothesesOf(batch).some((hypothesis) => hypothesis.text === text);
  return has(job) ? job : (earlier.find(has) ?? job);
}

/** Begins another batch, which is on show at once. A newest batch that has no captions gives its place to it. */
export function withNextBatch({ job, earlier }: Batches, kind: BatchKind): Batches {
  const kept = hypothesesOf(job).length === 0 ? earlier : [...earlier, job];
  return { job: { status: 'waiting' }, kind, earlier: kept, isUnfiltered: false, shown: kept.length };
}

/** Ends the newest batch by the person's wish; one that has no captions yet gives way to the batch before it. */
export function withStoppedBatch(batches: Batches): Batches {
  const { job, earlier, shown } = batches;
  const hypotheses = hypothesesOf(job);
  const previous = earlier.at(-1);
  if (hypotheses.length > 0 || previous === undefined)
    return { ...batches, job: { status: 'stopped', hypotheses } };
  const left = earlier.slice(0, -1);
  return {
    job: previous,
    kind: left.length === 0 ? 'search' : 'draw',
    earlier: left,
    isUnfiltered: false,
    shown: Math.min(shown, left.length),
  };
}

/** Every caption of the batches before the newest, none of which a new one should repeat. */
export function earlierTexts({ earlier }: Batches): readonly string[] {
  return earlier.flatMap((job) => hypothesesOf(job).map(({ text }) => text));
}
