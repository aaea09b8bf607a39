import { batchOnShow, type BatchKind, withNextBatch, withStoppedBatch } from '../captions/batches.ts';
import { hypothesesOf, isPending } from '../captions/caption-job.ts';
import type { CaptionQueue } from './caption-queue.ts';
import { settle, withCandidate } from './picture.ts';
import { selectedPicture, type StudioStore, updatePicture } from './studio-store.ts';

/** What a person and the page can do about the captions of the pictures in the store. */
export interface CaptionActions extends Pick<CaptionQueue, 'caption' | 'anticipate'> {
  /** Writes another batch of captions for the picture on the stage. */
  readonly another: (kind: BatchKind) => void;
  /** Goes to one of the batches of the picture on the stage. */
  readonly showBatch: (batch: number) => void;
  /** Stops the captions of the picture on the stage; the best one so far stays. */
  readonly stop: () => void;
  /** Writes the newest batch of the picture on the stage anew, this time with whatever words it has. */
  readonly showHidden: () => void;
  /** Puts a candidate on the picture. */
  readonly choose: (index: number) => void;
  /** Stops the work on a picture that goes away. */
  readonly drop: (id: string) => void;
}

/** Captions that the queue writes. */
export function createCaptionActions(
  store: StudioStore,
  { caption, anticipate, abort }: CaptionQueue,
): CaptionActions {
  function another(kind: BatchKind): void {
    const picture = selectedPicture(store.getState());
    if (picture === null || isPending(picture.job)) return;
    updatePicture(store, picture.id, (current) => ({ ...current, ...withNextBatch(current, kind) }));
    caption(picture.id);
  }

  function showBatch(shown: number): void {
    const picture = selectedPicture(store.getState());
    if (picture === null || shown < 0 || shown > picture.earlier.length) return;
    updatePicture(store, picture.id, (current) => ({ ...current, shown }));
  }

  function stop(): void {
    const picture = selectedPicture(store.getState());
    if (picture === null || !isPending(picture.job)) return;
    abort(picture.id);
    updatePicture(store, picture.id, (current) => settle({ ...current, ...withStoppedBatch(current) }));
  }

  function showHidden(): void {
    const picture = selectedPicture(store.getState());
    if (picture === null || isPending(picture.job)) return;
    updatePicture(store, picture.id, (current) => ({ ...current, isUnfiltered: true }));
    caption(picture.id);
  }

  function choose(index: number): void {
    const picture = selectedPicture(store.getState());
    const hypothesis = picture === null ? undefined : hypothesesOf(batchOnShow(picture))[index];
    if (picture === null || hypothesis === undefined) return;
    updatePicture(store, picture.id, (current) => withCandidate(current, hypothesis.text, 'choose'));
  }

  return { caption, anticipate, another, showBatch, stop, showHidden, choose, drop: abort };
}
