import webgpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import webgpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { Backend } from '../../protocol/model-folder.ts';

/** Addresses of the files of one build of ONNX Runtime, absolute or relative to the worker. */
export interface EngineFiles {
  readonly mjs: string;
  readonly wasm: string;
}

/**
 * They are served from our own origin; left to itself ONNX Runtime would look for them beside its module, where no build
 * puts them.
 */
export const engineFiles: Readonly<Record<Backend, EngineFiles>> = {
  wasm: { mjs: wasmModule, wasm: wasmWasm },
  webgpu: { mjs: webgpuModule, wasm: webgpuWasm },
};
