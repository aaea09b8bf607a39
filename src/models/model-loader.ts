import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LoadedModel, ModelEvent } from '../../workers/protocol/caption-service.ts';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import type { CaptionClient } from '../captions/caption-client.ts';

export type ModelState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading'; readonly event: ModelEvent | null }
  | { readonly status: 'ready'; readonly model: LoadedModel }
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: OfaError };

/** Makes one model ready and says how far that is. */
export interface ModelLoader {
  readonly store: StoreApi<ModelState>;
  /** Loads unless the model is ready or being loaded. Never rejects: failures are in the store. */
  readonly load: () => Promise<void>;
  readonly stop: () => void;
  /** Resolves once the model is ready, however often loading must be tried; rejects only with `signal.reason`. */
  whenReady(signal: AbortSignal): Promise<LoadedModel>;
  /** The worker is gone and the model with it. */
  lose(error: OfaError): void;
}

/** Folder of the model that ships with the page; resolved against the document, so any sub-path serves. */
export const builtInModelFolder = 'models/ofa-meme-nano-zh/';

/** A loader of the model in `folderUrl` (ending in `/`). */
export function createModelLoader(client: CaptionClient, folderUrl: string): ModelLoader {
  const store = createStore<ModelState>(() => ({ status: 'idle' }));
  const set = (state: ModelState): void => store.setState(state, true);
  let controller = new AbortController();

  async function load(): Promise<void> {
    const { status } = store.getState();
    if (status === 'loading' || status === 'ready') return;
    controller = new AbortController();
    const { signal } = controller;
    set({ status: 'loading', event: null });
    try {
      const model = await client.loadModel(signal, { folderUrl, backends: ['wasm', 'webgpu'] }, (event) => {
        set({ status: 'loading', event });
      });
      set({ status: 'ready', model });
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
    whenReady,
    lose: (error) => set({ status: 'failed', error }),
  };
}
