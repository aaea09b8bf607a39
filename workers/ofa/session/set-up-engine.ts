import type { Env } from 'onnxruntime-web/wasm';
import type { EngineFiles } from './engine-files.ts';

/**
 * Tells a build of ONNX Runtime, by its own `flags`, where its engine is and how many threads it has.
 *
 * @param kept The engine itself, if the browser has it at hand.
 */
export function setUpEngine(
  flags: Env.WebAssemblyFlags,
  files: EngineFiles,
  threads: number,
  kept: ArrayBuffer | null,
): void {
  if (kept !== null) flags.wasmBinary = kept;
  flags.wasmPaths = files;
  flags.numThreads = threads;
}
