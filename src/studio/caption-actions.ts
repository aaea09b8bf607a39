import type { CaptionClient } from '../captions/caption-client.ts';
import { type CaptionJob, hypothesesOf, isPending } from '../captions/caption-job.ts';
import { captionLayerId } from '../meme/document.ts';
import type { ModelLoader } from '../models/model-loader.ts';
import { isAbort, toOfaError } from '../../workers/protocol/errors.ts';
import { hasOwnText, type Picture, withCandidate } from './picture.ts';
import { selectedPicture, type StudioStore, updatePicture } from './studio-store.ts';

export interface CaptionActions {
  /** Writes captions for a picture as soon as the model is ready. Never rejects: failures are in its job. */
  readonly caption: (id: string) => Promise<void>;
  /** Stops the captions of the picture on the stage; the best one so far stays. */
  readonly stop: () => void;
  /** Puts a candidate on the picture. */
  readonly choose: (index: number) => void;
  /** Stops the work on a picture that goes away. */
  readonly drop: (id: string) => void;
}

/** The picture after its job has ended: the best caption is put on it, unless the person has written one. */
function settle(picture: Picture, job: CaptionJob): Picture {
  const settled = { ...picture, job };
  const best = hypothesesOf(job).at(0);
  if (best === undefined || hasOwnText(picture)) return settled;
  // The caption is meant, whichever text is held.
  const { selectedLayerId } = settled;
  return {
    ...withCandidate({ ...settled, selectedLayerId: captionLayerId }, best.text, null),
    selectedLayerId,
  };
}

/** Captions of the pictures in the store, written by the client's worker with the loader's model. */
export function createCaptionActions(
  store: StudioStore,
  client: CaptionClient,
  model: ModelLoader,
): CaptionActions {
  const controllers = new Map<string, AbortController>();

  async function run(signal: AbortSignal, picture: Picture): Promise<void> {
    const setJob = (job: CaptionJob): void => {
      updatePicture(store, picture.id, (current) => ({ ...current, job }));
    };
    setJob({ status: 'waiting' });
    await model.whenReady(signal);
    setJob({ status: 'running', event: null });
    const result = await client.caption(signal, picture.image.blob, {}, (event) => {
      setJob({ status: 'running', event });
    });
    updatePicture(store, picture.id, (current) => settle(current, { status: 'done', result }));
  }

  async function caption(id: string): Promise<void> {
    const picture = store.getState().pictures.find((candidate) => candidate.id === id);
    if (picture === undefined) return;
    controllers.get(id)?.abort();
    const controller = new AbortController();
    controllers.set(id, controller);
    void model.load();
    try {
      await run(controller.signal, picture);
    } catch (failure) {
      if (isAbort(failure)) return;
      const error = toOfaError(failure);
      if (error.code === 'worker-crashed') model.lose(error);
      updatePicture(store, id, (current) => settle(current, { status: 'failed', error }));
    } finally {
      if (controllers.get(id) === controller) controllers.delete(id);
    }
  }

  function stop(): void {
    const picture = selectedPicture(store.getState());
    if (picture === null || !isPending(picture.job)) return;
    controllers.get(picture.id)?.abort();
    updatePicture(store, picture.id, (current) =>
      settle(current, { status: 'stopped', hypotheses: hypothesesOf(current.job) }),
    );
  }

  function choose(index: number): void {
    const picture = selectedPicture(store.getState());
    const hypothesis = picture === null ? undefined : hypothesesOf(picture.job)[index];
    if (picture === null || hypothesis === undefined) return;
    updatePicture(store, picture.id, (current) => withCandidate(current, hypothesis.text, 'choose'));
  }

  return { caption, stop, choose, drop: (id) => controllers.get(id)?.abort() };
}
