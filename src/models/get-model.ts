import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  AcquiredModel,
  AcquireEvent,
  ConversionRequest,
  HubRequest,
} from '../../workers/protocol/convert-service.ts';
import { type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import type { LocalFile } from '../../workers/protocol/model-folder.ts';
import { type ConvertClient, listener } from './convert-client.ts';
import { askToPersist } from './storage-store.ts';
import { type GetProgress, noProgress, withEvent } from './get-progress.ts';

/** A model that the person wants, by one of the roads. */
export type GetRequest =
  /** A converted folder; URLs end in `/` and are asked in turn. */
  | { readonly road: 'urls'; readonly urls: readonly [string, ...string[]] }
  | { readonly road: 'hub'; readonly request: HubRequest }
  | { readonly road: 'files'; readonly files: readonly LocalFile[]; readonly request: ConversionRequest };

type GetState =
  | { readonly status: 'none' }
  | { readonly status: 'running'; readonly wanted: GetRequest; readonly progress: GetProgress }
  /** By the person or by a reload; what has been downloaded is kept. */
  | { readonly status: 'paused'; readonly wanted: GetRequest; readonly progress: GetProgress }
  /** What has been downloaded is being deleted. */
  | { readonly status: 'cancelling' }
  | { readonly status: 'failed'; readonly wanted: GetRequest; readonly error: OfaError };

/** Gets one model at a time and says how far that is. */
export interface ModelGetter {
  readonly store: StoreApi<GetState>;
  /** Asks the browser to keep what comes. Never rejects: failures are in the store. Takes the place of what was paused or has failed. */
  readonly start: (wanted: GetRequest) => Promise<void>;
  readonly pause: () => void;
  /** Goes on with what was paused or has failed. */
  readonly resume: () => Promise<void>;
  /** Stops, and deletes what has been downloaded. */
  readonly cancel: () => Promise<void>;
}

/** The same model without keeping anything of it, for where there is no room; null where that is not possible. */
export function withoutStoring(wanted: GetRequest): GetRequest | null {
  if (wanted.road === 'urls' || wanted.request.inMemory === true) return null;
  return wanted.road === 'hub'
    ? { ...wanted, request: { ...wanted.request, inMemory: true } }
    : { ...wanted, request: { ...wanted.request, inMemory: true } };
}

const storageKey = 'model-download';

/** The download that a reload has interrupted. */
function readInterrupted(): GetState {
  try {
    const request = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as HubRequest | null;
    if (typeof request?.reference === 'string' && typeof request.about?.title?.zh === 'string') {
      return { status: 'paused', wanted: { road: 'hub', request }, progress: noProgress };
    }
  } catch {
    // Storage denied, or not written by this page: there is nothing to go on with.
  }
  return { status: 'none' };
}

/** Files of this machine are gone after a reload; a hub is not. */
function keepInterrupted(wanted: GetRequest | null): void {
  try {
    if (wanted?.road === 'hub') localStorage.setItem(storageKey, JSON.stringify(wanted.request));
    else localStorage.removeItem(storageKey);
  } catch {
    // Storage denied: nothing is kept of downloads either.
  }
}

/** True for a full reference that the request names, which may leave the revision to the hub. */
function isOf(request: HubRequest, reference: string): boolean {
  return reference === request.reference || reference.startsWith(`${request.reference}@`);
}

/** A getter of models; `onModel` is told of each that is ready. */
export function createModelGetter(
  client: ConvertClient,
  onModel: (model: AcquiredModel) => void,
): ModelGetter {
  const store = createStore<GetState>(readInterrupted);
  const set = (state: GetState): void => store.setState(state, true);
  let controller = new AbortController();
  let work: Promise<void> = Promise.resolve();

  function get(
    signal: AbortSignal,
    wanted: GetRequest,
    onEvent: (event: AcquireEvent) => void,
  ): Promise<AcquiredModel> {
    return client.run(signal, (service, job) => {
      if (wanted.road === 'hub') return service.fromHub(job, wanted.request, listener(onEvent));
      if (wanted.road === 'files') {
        return service.fromFiles(job, wanted.files, wanted.request, listener(onEvent));
      }
      const [folderUrl, ...mirrors] = wanted.urls;
      return service.fromUrls(job, { folderUrl, mirrors }, null, listener(onEvent));
    });
  }

  async function run(signal: AbortSignal, wanted: GetRequest): Promise<void> {
    let progress = noProgress;
    try {
      const model = await get(signal, wanted, (event) => {
        progress = withEvent(progress, event);
        if (!signal.aborted) set({ status: 'running', wanted, progress });
      });
      if (signal.aborted) return;
      keepInterrupted(null);
      set({ status: 'none' });
      onModel(model);
    } catch (error) {
      if (!signal.aborted) set({ status: 'failed', wanted, error: toOfaError(error) });
    }
  }

  /** The checkpoint's bytes, and what had been converted of them, which belongs to no model yet. */
  function deleteRemains(wanted: GetRequest): Promise<void> {
    return client.run(new AbortController().signal, async (service) => {
      const { leftovers } = await service.listStorage();
      for (const { id, reference } of leftovers) {
        const isWanted = reference !== null && wanted.road === 'hub' && isOf(wanted.request, reference);
        if (isWanted || reference === null) await service.deleteLeftover(id);
      }
    });
  }

  function start(wanted: GetRequest): Promise<void> {
    const { status } = store.getState();
    if (status === 'running' || status === 'cancelling') return work;
    controller = new AbortController();
    const { signal } = controller;
    keepInterrupted(wanted);
    // Whatever the browser answers, the model is got; the storage panel shows the answer.
    askToPersist().catch(() => undefined);
    set({ status: 'running', wanted, progress: noProgress });
    // What was paused may still be stopping.
    work = work.then(() => run(signal, wanted));
    return work;
  }

  return {
    store,
    start,
    pause() {
      const state = store.getState();
      if (state.status !== 'running') return;
      controller.abort();
      set({ ...state, status: 'paused' });
    },
    async resume() {
      const state = store.getState();
      if (state.status === 'paused' || state.status === 'failed') await start(state.wanted);
    },
    async cancel() {
      const state = store.getState();
      if (state.status === 'none' || state.status === 'cancelling') return;
      controller.abort();
      keepInterrupted(null);
      set({ status: 'cancelling' });
      await work;
      // What cannot be deleted stays in the list of leftovers.
      await deleteRemains(state.wanted).catch(() => undefined);
      set({ status: 'none' });
    },
  };
}
