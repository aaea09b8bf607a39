import type { CaptionEvent, CaptionResult } from '../../workers/protocol/caption-service.ts';
import type { OfaError } from '../../workers/protocol/errors.ts';
import type { Hypothesis } from '../../workers/protocol/generation.ts';
import type { CaptionOrigin } from './caption-origin.ts';

/** How far the captions of one picture are. */
export type CaptionJob =
  /** For the model to be ready. */
  | { readonly status: 'waiting' }
  | { readonly status: 'running'; readonly event: CaptionEvent | null }
  | {
      readonly status: 'done';
      readonly result: CaptionResult;
      /** Absent where it is not known: of memes that were kept before it was. */
      readonly origin?: CaptionOrigin;
    }
  /** By the person; what had been written so far is kept. */
  | { readonly status: 'stopped'; readonly hypotheses: readonly Hypothesis[] }
  | { readonly status: 'failed'; readonly error: OfaError };

const none: readonly Hypothesis[] = [];

/** Captions to show, best first: live ones while decoding, then those that are left. */
export function hypothesesOf(job: CaptionJob): readonly Hypothesis[] {
  if (job.status === 'running') return job.event?.phase === 'decode' ? job.event.hypotheses : none;
  if (job.status === 'done') return job.result.hypotheses;
  return job.status === 'stopped' ? job.hypotheses : none;
}

/** True while the model works or will work on the picture. */
export function isPending(job: CaptionJob): boolean {
  return job.status === 'waiting' || job.status === 'running';
}

/** Seconds from picture to captions. */
export function secondsOf({ timings }: CaptionResult): number {
  return (timings.preprocess + timings.encode + timings.decode) / 1000;
}
