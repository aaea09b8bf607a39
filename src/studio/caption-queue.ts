import { firstBatch } from '../captions/batches.ts';
import type { CaptionClient } from '../captions/caption-client.ts';
import { withMeanScores } from '../captions/caption-wishes.ts';
import type { CaptionJob } from '../captions/caption-job.ts';
import { captionOrigin } from '../captions/caption-origin.ts';
import { type CaptionPreferences, captionOptions, withMeanScoresIn } from '../captions/caption-request.ts';
import { createCaptionsAhead } from '../captions/captions-ahead.ts';
import type { ModelLoader } from '../models/model-loader.ts';
import { isPassing } from '../models/recovery.ts';
import type { LoadedModel } from '../../workers/protocol/caption-service.ts';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import { type Picture, settle } from './picture.ts';
import { type StudioStore, updatePicture } from './studio-store.ts';

/**
 * The pictures in the store that wait for captions. They are written one after another, that of the picture on the stage
 * first; the next picture is with the worker while the one before is decoded, so that it can be prepared meanwhile.
 */
export interface CaptionQueue {
  /** Writes a picture's newest batch of captions, anew if it was being written. Failures are in the picture's job. */
  readonly caption: (id: string) => void;
  /**
   * Begins with a picture that will soon be on the stage, unless the worker has something to do: `caption` takes that up.
   *
   * @returns gives it up
   */
  readonly anticipate: (image: Blob) => () => void;
  /** Stops the work on a picture. */
  readonly abort: (id: string) => void;
}

/** A picture that the worker has. */
interface Turn {
  readonly id: string;
  readonly controller: AbortController;
  /** Resolves when it has ended, whichever way. */
  readonly ended: Promise<void>;
}

/** A queue whose captions are written by the client's worker with the loader's model. */
export function createCaptionQueue(
  store: StudioStore,
  client: CaptionClient,
  model: ModelLoader,
  preferences: CaptionPreferences,
): CaptionQueue {
  const ahead = createCaptionsAhead(client);
  let isWorking = false;
  /** Pictures whose captions are written a second time because the worker or a backend has failed. */
  const retried = new Set<string>();
  /** The picture whose captions are being written. */
  let current: Turn | null = null;
  /** The one after it, which the worker has already. Its job waits until the worker has begun with it. */
  let following: Turn | null = null;

  const setJob = (id: string, job: CaptionJob): void => {
    updatePicture(store, id, (picture) => ({ ...picture, job }));
  };
  const abort = (id: string): void => {
    for (const turn of [current, following]) if (turn?.id === id) turn.controller.abort();
  };

  function nextPicture(): Picture | undefined {
    const { pictures, selectedId } = store.getState();
    const waiting = pictures.filter(({ id, job }) => job.status === 'waiting' && id !== current?.id);
    return waiting.find(({ id }) => id === selectedId) ?? waiting.at(0);
  }

  const isWaiting = (id: string): boolean =>
    store.getState().pictures.some((picture) => picture.id === id && picture.job.status === 'waiting');

  /** Hands the worker the picture that is next as things stand, instead of another that it may have. */
  function handOver(loaded: LoadedModel): void {
    const next = nextPicture();
    if (next === undefined || next.id === following?.id) return;
    following?.controller.abort();
    following = begin(next, loaded);
  }

  /** The first time the model is started anew and the picture waits for it; the second time the failure stays. */
  function fail(id: string, error: OfaError): void {
    const notice = retried.has(id) ? null : model.recover(error);
    if (notice === null) {
      retried.delete(id);
      if (isPassing(error)) model.lose(error);
      setJob(id, { status: 'failed', error });
      return;
    }
    retried.add(id);
    store.setState({ problem: notice });
    setJob(id, { status: 'waiting' });
  }

  async function write(picture: Picture, loaded: LoadedModel, controller: AbortController): Promise<void> {
    const { id } = picture;
    const isCurrent = (): boolean => current?.controller === controller;
    try {
      const options = await captionOptions(picture, preferences);
      const subject = { model: loaded, image: picture.image.blob, options };
      const answer = await ahead.caption(controller.signal, subject, (event) => {
        setJob(id, { status: 'running', event: withMeanScoresIn(event, options.settings) });
        if (event.phase === 'decode' && isCurrent()) handOver(loaded);
      });
      controller.signal.throwIfAborted();
      const result = { ...answer, hypotheses: withMeanScores(answer.hypotheses, options.settings) };
      const job = { status: 'done', result, origin: captionOrigin(loaded, options) } as const;
      retried.delete(id);
      updatePicture(store, id, (latest) => settle({ ...latest, job }));
    } catch (failure) {
      const error = toOfaError(failure);
      // A worker that dies of the picture before takes this one along, which has not begun and goes on waiting.
      if (isAbort(failure) || (isWaiting(id) && isPassing(error))) return;
      fail(id, error);
    }
  }

  function begin(picture: Picture, loaded: LoadedModel): Turn {
    const controller = new AbortController();
    return { id: picture.id, controller, ended: write(picture, loaded, controller) };
  }

  /** The turn of the picture that is next, which the worker has or gets now. */
  function nextTurn(loaded: LoadedModel): Turn | null {
    const handedOver = following;
    following = null;
    const picture = nextPicture();
    if (handedOver !== null && (handedOver.id === picture?.id || !isWaiting(handedOver.id)))
      return handedOver;
    handedOver?.controller.abort();
    if (picture === undefined) return null;
    setJob(picture.id, { status: 'running', event: null });
    return begin(picture, loaded);
  }

  /** Works until no picture waits. */
  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    const { signal } = new AbortController();
    while (following !== null || nextPicture() !== undefined) {
      void model.load();
      if (model.store.getState().status === 'loading') client.expectPicture();
      current = nextTurn(await model.whenReady(signal));
      await current?.ended;
      current = null;
    }
    isWorking = false;
  }

  function caption(id: string): void {
    abort(id);
    retried.delete(id);
    setJob(id, { status: 'waiting' });
    void model.load();
    void work();
  }

  function anticipate(image: Blob): () => void {
    const loading = model.store.getState();
    if (isWorking || loading.status !== 'ready') return () => {};
    const controller = new AbortController();
    const { signal } = controller;
    const begin = async (): Promise<void> => {
      const options = await captionOptions(firstBatch, preferences);
      if (signal.aborted || isWorking) return;
      signal.addEventListener('abort', ahead.begin({ model: loading.model, image, options }));
    };
    // What cannot be had now is asked for again, and missed, when the picture is on the stage.
    begin().catch(() => undefined);
    return () => controller.abort();
  }

  return { caption, anticipate, abort };
}
