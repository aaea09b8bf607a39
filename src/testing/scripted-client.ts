import type { CaptionClient } from '../captions/caption-client.ts';
import type {
  CaptionEvent,
  CaptionOptions,
  LoadedModel,
  LoadModelRequest,
  ModelEvent,
} from '../../workers/protocol/caption-service.ts';
import type { Hypothesis } from '../../workers/protocol/generation.ts';

/** A call that a test answers by hand. */
interface PendingCall<Event, Result> {
  emit(event: Event): void;
  resolve(result: Result): void;
  reject(error: Error): void;
  readonly signal: AbortSignal;
}

/** A caption client whose answers a test gives, one call after another. */
export interface ScriptedClient extends CaptionClient {
  readonly models: (PendingCall<ModelEvent, LoadedModel> & { readonly request: LoadModelRequest })[];
  /** How many captions the next answers say to have hidden. */
  hidden: number;
  readonly captions: (PendingCall<CaptionEvent, readonly string[]> & { readonly options: CaptionOptions })[];
  /** How often a picture was announced while a model was loading. */
  expected: number;
}

function pend<Event, Result, Call extends object>(
  signal: AbortSignal,
  emit: (event: Event) => void,
  calls: (PendingCall<Event, Result> & Call)[],
  call: Call,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  signal.addEventListener('abort', () => reject(signal.reason));
  calls.push({ ...call, emit, resolve, reject, signal });
  return promise;
}

/** Hypotheses of these texts, best first. */
export function hypotheses(texts: readonly string[], finished = true): Hypothesis[] {
  return texts.map((text, index) => ({ text, tokens: [2], score: -0.3 - 0.2 * index, finished }));
}

/** A loaded model as the worker describes one. */
export const loadedModel = {
  variant: 'int8',
  backend: 'wasm',
  threads: 2,
  stored: true,
  skipped: [],
  manifest: {
    id: 'small',
    source: { hub: 'local', model: 'small', revision: '1', checkpointSha256: 'c0' },
    title: { zh: '小模型', en: 'Small model' },
    licence: { name: 'research', notice: { zh: '仅供研究。', en: 'For research.' } },
    architecture: { parameters: 18_400_000 },
    preprocessing: { patchImageSize: 480, fastImageSize: 320 },
    generation: { settings: { beamSize: 5, lenPenalty: 1 } },
    vocabulary: { shards: [{ sha256: 'a0' }] },
    variants: [
      {
        name: 'int8',
        encoder: { model: { shards: [{ sha256: 'e0' }] }, externalData: [{ shards: [{ sha256: 'd0' }] }] },
        decoder: { model: { shards: [{ sha256: 'e1' }] }, externalData: [{ shards: [{ sha256: 'd0' }] }] },
      },
      { name: 'q4', encoder: { model: { shards: [{ sha256: 'f0' }] }, externalData: [] } },
    ],
  },
} as unknown as LoadedModel;

/** A client without a worker behind it. */
export function createScriptedClient(): ScriptedClient {
  const models: ScriptedClient['models'] = [];
  const captions: ScriptedClient['captions'] = [];
  return {
    hidden: 0,
    expected: 0,
    models,
    captions,
    loadModel: (signal, request, onEvent) => pend(signal, onEvent, models, { request }),
    async caption(signal, _image, options, onEvent) {
      return {
        hypotheses: hypotheses(await pend(signal, onEvent, captions, { options })),
        hidden: this.hidden,
        timings: { preprocess: 20, encode: 100, decode: 180, steps: 9 },
      };
    },
    expectPicture() {
      this.expected += 1;
    },
    dispose: () => undefined,
  };
}
