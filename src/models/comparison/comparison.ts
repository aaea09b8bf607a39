import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  CaptionEvent,
  CaptionResult,
  LoadedModel,
  LoadModelRequest,
  ModelEvent,
} from '../../../workers/protocol/caption-service.ts';
import { isAbort, type OfaError, toOfaError } from '../../../workers/protocol/errors.ts';
import type { CaptionClient } from '../../captions/caption-client.ts';

/** How far one of two models is with the picture. */
export type SideState =
  | { readonly status: 'idle' }
  /** For the other side to have written. */
  | { readonly status: 'waiting' }
  | { readonly status: 'loading'; readonly event: ModelEvent | null }
  | { readonly status: 'writing'; readonly event: CaptionEvent | null }
  | {
      readonly status: 'done';
      readonly model: LoadedModel;
      /** Seconds until the model was ready. */
      readonly loadSeconds: number;
      readonly result: CaptionResult;
    }
  | { readonly status: 'failed'; readonly error: OfaError };

type Sides = readonly [SideState, SideState];

/** Two models on one picture. */
export interface Comparison {
  readonly store: StoreApi<Sides>;
  /** Has both write about the picture, one after the other. Never rejects: failures are in the store. */
  readonly run: (picture: Blob, requests: readonly [LoadModelRequest, LoadModelRequest]) => Promise<void>;
  /** Ends the worker; what has been written stays. */
  readonly stop: () => void;
  /** Drops what has been written on one side. */
  readonly forget: (index: number) => void;
}

const idle: SideState = { status: 'idle' };

/** What is left of a side whose work is stopped. */
function settled(state: SideState): SideState {
  return state.status === 'done' || state.status === 'failed' ? state : idle;
}

/**
 * A comparison whose models run in a worker each, from `createClient`. A worker ends before the next begins, so that
 * memory never holds both.
 */
export function createComparison(createClient: () => CaptionClient): Comparison {
  const store = createStore<Sides>(() => [idle, idle]);
  let controller = new AbortController();

  function set(index: number, state: SideState): void {
    const [left, right] = store.getState();
    store.setState(index === 0 ? [state, right] : [left, state], true);
  }

  async function write(signal: AbortSignal, index: number, picture: Blob, request: LoadModelRequest) {
    const client = createClient();
    const end = (): void => client.dispose();
    signal.addEventListener('abort', end, { once: true });
    const say = (state: SideState): void => {
      if (!signal.aborted) set(index, state);
    };
    try {
      say({ status: 'loading', event: null });
      const start = performance.now();
      const model = await client.loadModel(signal, request, (event) => say({ status: 'loading', event }));
      const loadSeconds = (performance.now() - start) / 1000;
      say({ status: 'writing', event: null });
      const result = await client.caption(signal, picture, {}, (event) => say({ status: 'writing', event }));
      say({ status: 'done', model, loadSeconds, result });
    } catch (error) {
      if (!isAbort(error)) say({ status: 'failed', error: toOfaError(error) });
    } finally {
      signal.removeEventListener('abort', end);
      client.dispose();
    }
  }

  function stop(): void {
    controller.abort();
    const [left, right] = store.getState();
    store.setState([settled(left), settled(right)], true);
  }

  return {
    store,
    stop,
    forget: (index) => set(index, idle),
    async run(picture, requests) {
      stop();
      controller = new AbortController();
      const { signal } = controller;
      store.setState([{ status: 'waiting' }, { status: 'waiting' }], true);
      for (const [index, request] of requests.entries()) {
        if (!signal.aborted) await write(signal, index, picture, request);
      }
    },
  };
}
