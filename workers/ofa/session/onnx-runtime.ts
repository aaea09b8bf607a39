import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-web/wasm';
import { OfaError, toOfaError } from '../../protocol/errors.ts';

/** Where a session leaves an output: in JavaScript's memory, or in a buffer of the GPU that computed it. */
type TensorLocation = 'cpu' | 'gpu-buffer';

export interface SessionRequest {
  /** The ONNX graph. */
  readonly model: Uint8Array;
  /** The files that hold its weights, by the name with which the graph refers to them. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
  /** Outputs that are only ever fed to another run: they stay where they are computed. */
  readonly residentOutputs: readonly string[];
}

export type Feeds = Readonly<Record<string, Tensor>>;

/** A graph that can be run. Both functions throw `OfaError` `backend-failed`, `backend-lost` or `out-of-memory`. */
export interface OnnxSession {
  run(feeds: Feeds): Promise<Feeds>;
  release(): Promise<void>;
}

/** One instance of ONNX Runtime: native in Node, WebAssembly or WebGPU in the browser. */
export interface OnnxRuntime {
  readonly Tensor: TensorConstructor;
  /** Threads that it computes with. */
  readonly threads: number;
  /** @throws OfaError `backend-failed`, `backend-lost` or `out-of-memory` */
  createSession(request: SessionRequest): Promise<OnnxSession>;
}

/** What differs between the builds of ONNX Runtime. */
export interface OnnxRuntimeBuild {
  readonly Tensor: TensorConstructor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly threads: number;
  readonly executionProviders: readonly InferenceSession.ExecutionProviderConfig[];
  /** Where `residentOutputs` stay. */
  readonly residentLocation: TensorLocation;
  /** Resolves if the device that it computes on goes away: what runs then may never end, and nothing can run any more. */
  readonly lost?: Promise<OfaError>;
}

/** A failure of ONNX Runtime itself, with a code of ours. */
export function asBackendError(error: unknown): OfaError {
  const known = toOfaError(error);
  return known.code === 'internal' ? new OfaError('backend-failed', known.message, {}, error) : known;
}
