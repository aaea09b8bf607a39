import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { freeingSources } from './copied-sources.ts';
import { setUpEngine } from './set-up-engine.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import { serialRuntime } from './serial-runtime.ts';
import { wasmThreads } from './wasm-threads.ts';

/**
 * ONNX Runtime on the CPU, by WebAssembly. Import this module dynamically: it brings 14 MB along. Its files are served
 * from our own origin; left to itself ONNX Runtime would look for them beside this module, where no build puts them.
 */
export async function wasmRuntime(wantedThreads?: number): Promise<OnnxRuntime> {
  const threads = wasmThreads(self, wantedThreads);
  await setUpEngine(env.wasm, { mjs: moduleUrl, wasm: wasmUrl }, threads);
  return serialRuntime({
    Tensor,
    InferenceSession: freeingSources(InferenceSession),
    threads,
    executionProviders: ['wasm'],
    residentLocation: 'cpu',
  });
}
