import type { Env } from 'onnxruntime-web/wasm';
import { keptEngine } from './kept-engine.ts';

/** Addresses of a build's files, absolute or relative to the worker. */
interface EngineFiles {
  readonly mjs: string;
  readonly wasm: string;
}

/** Tells a build of ONNX Runtime, by its own `flags`, where its engine is and how many threads it has. */
export async function setUpEngine(
  flags: Env.WebAssemblyFlags,
  files: EngineFiles,
  threads: number,
): Promise<void> {
  const kept = await keptEngine(self, new URL(files.wasm, location.href).href);
  if (kept !== null) flags.wasmBinary = kept;
  flags.wasmPaths = files;
  flags.numThreads = threads;
}
