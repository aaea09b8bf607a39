import { env, InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import type { OnnxRuntime } from '../../workers/ofa/session/onnx-runtime.ts';
import { serialRuntime } from '../../workers/ofa/session/serial-runtime.ts';

/** The browser's build of ONNX Runtime on `device`; what the GPU does not do runs on one thread. */
export function gpuRuntime(device: GPUDevice): OnnxRuntime {
  env.wasm.numThreads = 1;
  return serialRuntime({
    Tensor,
    InferenceSession,
    threads: 1,
    executionProviders: [{ name: 'webgpu', device }],
    residentLocation: 'gpu-buffer',
  });
}
