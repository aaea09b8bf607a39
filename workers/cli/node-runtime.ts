import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxRuntime } from '../ofa/session/onnx-runtime.ts';
import { serialRuntime } from '../ofa/session/serial-runtime.ts';

/** ONNX Runtime's native build, on the CPU of this machine. `threads` 0 leaves their number to ONNX Runtime. */
export function nodeRuntime(threads = 0): OnnxRuntime {
  return serialRuntime({
    Tensor,
    InferenceSession: {
      create: (model, options) => InferenceSession.create(model, { ...options, intraOpNumThreads: threads }),
    },
    threads,
    executionProviders: ['cpu'],
    residentLocation: 'cpu',
  });
}
