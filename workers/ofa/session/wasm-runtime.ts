import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { engineFiles } from './engine-files.ts';
import { freeingSources } from './copied-sources.ts';
import { setUpEngine } from './set-up-engine.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import { serialRuntime } from './serial-runtime.ts';
import { wasmThreads } from './wasm-threads.ts';

/**
 * ONNX Runtime on the CPU, by WebAssembly. Import this module dynamically: it brings 14 MB along.
 *
 * @param kept The engine, if the browser has it at hand.
 */
export function wasmRuntime(wantedThreads?: number, kept: ArrayBuffer | null = null): OnnxRuntime {
  const threads = wasmThreads(self, wantedThreads);
  setUpEngine(env.wasm, engineFiles.wasm, threads, kept);
  return serialRuntime({
    Tensor,
    InferenceSession: freeingSources(InferenceSession),
    threads,
    executionProviders: ['wasm'],
    residentLocation: 'cpu',
  });
}
