import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { Interruption } from '../../protocol/interruption.ts';
import {
  asBackendError,
  type Feeds,
  type OnnxRuntime,
  type OnnxRuntimeBuild,
  type OnnxSession,
  type SessionRequest,
} from './onnx-runtime.ts';
import { SerialQueue } from './serial-queue.ts';

/**
 * A build of ONNX Runtime as the sessions use it. Creating and running sessions of one instance at the same time is not
 * supported by the browser builds (https://github.com/huggingface/transformers.js/issues/909), so all of it queues.
 */
export function serialRuntime(build: OnnxRuntimeBuild): OnnxRuntime {
  const queue = new SerialQueue();
  const loss = new Interruption();
  void build.lost?.then((error) => loss.interrupt(error));
  const guarded = <Result>(task: () => Promise<Result>): Promise<Result> =>
    queue
      .run(async () => loss.unlessInterrupted(task()))
      .catch((error: unknown) => {
        throw asBackendError(error);
      });
  return {
    Tensor: build.Tensor,
    threads: build.threads,
    createSession: async (request) => {
      const session = await guarded(() =>
        build.InferenceSession.create(request.model, sessionOptions(build, request)),
      );
      return serialSession(session, guarded);
    },
  };
}

function serialSession(
  session: InferenceSession,
  guarded: <Result>(task: () => Promise<Result>) => Promise<Result>,
): OnnxSession {
  return {
    // None of our graphs has outputs that are no tensors.
    run: (feeds) => guarded(async () => (await session.run(feeds)) as Feeds),
    release: () => guarded(() => session.release()),
  };
}

function sessionOptions(
  { executionProviders, residentLocation }: OnnxRuntimeBuild,
  { externalData, residentOutputs }: SessionRequest,
): InferenceSession.SessionOptions {
  const options: InferenceSession.SessionOptions = {
    executionProviders,
    externalData,
    graphOptimizationLevel: 'all',
    // Errors only. On a GPU every session warns of the shape arithmetic that stays on the CPU.
    logSeverityLevel: 3,
  };
  if (residentLocation === 'cpu') return options;
  const locations: Record<string, Tensor.DataLocation> = {};
  for (const name of residentOutputs) locations[name] = residentLocation;
  return { ...options, preferredOutputLocation: locations };
}
