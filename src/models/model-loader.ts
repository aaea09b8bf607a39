import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  LoadedModel,
  LoadModelRequest,
  ModelEvent,
  SkippedBackend,
} from '../../workers/protocol/caption-service.ts';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import type { Backend } from '../../workers/protocol/model-folder.ts';
import type { CaptionClient } from '../captions/caption-client.ts';
import { backendsOf, type Choice, type ModelChoice } from './model-choice.ts';
import { failedBackend, isDeath, isPassing, recovered } from './recovery.ts';

export type ModelState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading'; readonly event: ModelEvent | null }
  | {
      readonly status: 'ready';
      readonly model: LoadedModel;
      /** Why this is the built-in model and not the chosen one. */
      readonly insteadOf?: { readonly choice: ModelChoice; readonly error: OfaError };
    }
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: OfaError };

/** Makes one model ready and says how far that is. */
export interface ModelLoader {
  readonly store: StoreApi<ModelState>;
  /**
   * Loads unless the model is ready or being loaded. Never rejects: failures are in the store. Where the chosen model
   * cannot be loaded, the built-in one takes its place.
   */
  readonly load: () => Promise<void>;
  readonly stop: () => void;
  /** From now on `load` is about this choice; the model that is there is given up, its memory with the next `load`. */
  select(choice: Choice): void;
  /** Resolves once the model is ready, however often loading must be tried; rejects only with `signal.reason`. */
  whenReady(signal: AbortSignal): Promise<LoadedModel>;
  /**
   * Starts anew after the ready model has failed: in a fresh worker, on the next backend where a graphics card was to
   * blame.
   *
   * @returns what to tell the person, or null if the failure would come again
   */
  recover(error: OfaError): OfaError | null;
  /** The model that is ready has failed for good; the next `load` starts a fresh worker. */
  lose(error: OfaError): void;
}

/** Folder of the model that ships with the page; resolved against the document, so any sub-path serves. */
export const builtInModelFolder = 'models/ofa-meme-nano-zh/';

/** A loader of the chosen model, or of the built-in one in `folderUrl` (ending in `/`). */
export function createModelLoader(
  client: CaptionClient,
  folderUrl: string,
  initial: Choice = { model: null, backend: 'auto' },
): ModelLoader {
  const store = createStore<ModelState>(() => ({ status: 'idle' }));
  let choice = initial;
  let controller = new AbortController();
  let isOccupied = false;
  /** Since the last choice. */
  let failed: readonly SkippedBackend[] = [];

  function request({ model, backend }: Choice): LoadModelRequest {
    // The built-in model is small: which backend is best for it need not wait for its manifest.
    if (model === null)
      return { folderUrl, backends: backendsOf(backend === 'auto' ? 'wasm' : backend), failed };
    const { folderUrl: chosenUrl, mirrors, files, variant } = model;
    return {
      folderUrl: chosenUrl,
      backends: backendsOf(backend),
      failed,
      ...(mirrors !== undefined && { mirrors }),
      ...(files !== undefined && { files }),
      ...(variant !== undefined && { variant }),
    };
  }

  async function load(): Promise<void> {
    const { status } = store.getState();
    if (status === 'loading' || status === 'ready') return;
    controller = new AbortController();
    const { signal } = controller;
    const { model: chosen, backend } = choice;
    const set = (state: ModelState): void => {
      if (signal === controller.signal) store.setState(state, true);
    };
    let starting: Backend | null = null;
    const openOnce = (wanted: Choice, takesOver = false): Promise<LoadedModel> => {
      // WebAssembly never gives memory back; only the end of its worker does.
      if (isOccupied) client.dispose();
      isOccupied = true;
      starting = null;
      return client.loadModel(signal, { ...request(wanted), ...(takesOver && { takesOver }) }, (event) => {
        if (event.phase === 'engine') starting = event.backend;
        set({ status: 'loading', event });
      });
    };
    const open = (wanted: Choice): Promise<LoadedModel> =>
      openOnce(wanted).catch((failure: unknown) => {
        const error = toOfaError(failure);
        // Of other failures the worker has told, after it had tried every backend.
        if (signal.aborted || !isDeath(error)) throw failure;
        if (starting !== null) failed = [...failed, ...failedBackend(starting, error)];
        return openOnce(wanted, true);
      });
    set({ status: 'loading', event: null });
    try {
      const model = await open(choice).catch(async (error: unknown) => {
        if (chosen === null || isAbort(error)) throw error;
        const builtIn = await open({ model: null, backend });
        set({ status: 'ready', model: builtIn, insteadOf: { choice: chosen, error: toOfaError(error) } });
        return null;
      });
      if (model !== null) set({ status: 'ready', model });
    } catch (error) {
      set(isAbort(error) ? { status: 'stopped' } : { status: 'failed', error: toOfaError(error) });
    }
  }

  function whenReady(signal: AbortSignal): Promise<LoadedModel> {
    return new Promise((resolve, reject) => {
      const settle = (state: ModelState): void => {
        if (state.status !== 'ready') return;
        stopListening();
        resolve(state.model);
      };
      const stopListening = store.subscribe(settle);
      signal.addEventListener('abort', () => {
        stopListening();
        reject(signal.reason as Error);
      });
      settle(store.getState());
    });
  }

  return {
    store,
    load,
    stop: () => controller.abort(),
    select(next) {
      const leaving = controller;
      controller = new AbortController();
      leaving.abort();
      choice = next;
      failed = [];
      store.setState({ status: 'idle' }, true);
    },
    whenReady,
    recover(error) {
      const state = store.getState();
      if (state.status !== 'ready' || !isPassing(error)) return null;
      const { backend } = state.model;
      failed = [...failed, ...failedBackend(backend, error)];
      store.setState({ status: 'idle' }, true);
      void load();
      return recovered(backend, error);
    },
    lose(error) {
      if (store.getState().status === 'ready') store.setState({ status: 'failed', error }, true);
    },
  };
}
