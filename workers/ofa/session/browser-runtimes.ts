import { OfaError } from '../../protocol/errors.ts';
import type { Backend } from '../../protocol/model-folder.ts';
import { engineFiles } from './engine-files.ts';
import { keptEngine } from './kept-engine.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import { proveRuntime } from './self-test.ts';

type OpenBackend = (
  onLost: () => void,
  threads: number | undefined,
  engine: Promise<ArrayBuffer | null>,
) => Promise<OnnxRuntime>;

const openers: Readonly<Record<Backend, OpenBackend>> = {
  wasm: async (_, threads, engine) => {
    const { wasmRuntime } = await loaded('wasm', import('./wasm-runtime.ts'));
    return wasmRuntime(threads, await engine);
  },
  webgpu: async (onLost, threads, engine) => {
    const { webgpuRuntime } = await loaded('webgpu', import('./webgpu-runtime.ts'));
    return webgpuRuntime(onLost, threads, await engine);
  },
};

async function openProven(
  backend: Backend,
  onLost: () => void,
  threads: number | undefined,
): Promise<OnnxRuntime> {
  // The engine is read while the code that runs it is fetched.
  const engine = keptEngine(self, new URL(engineFiles[backend].wasm, location.href).href);
  const runtime = await openers[backend](onLost, threads, engine);
  await proveRuntime(runtime, backend);
  return runtime;
}

/**
 * Opens the browser's backends. Each is downloaded and proves itself when it is first asked for, and is then kept, its
 * memory and GPU device with it and the number of threads; after a failure, or when its device is lost, it is opened anew.
 *
 * The function that it returns throws OfaError `backend-unavailable` where the backend's code cannot be fetched or there
 * is no GPU to use, and what `proveRuntime` throws.
 */
export function browserRuntimes(): (backend: Backend, threads?: number) => Promise<OnnxRuntime> {
  const opened = new Map<Backend, Promise<OnnxRuntime>>();
  return (backend, threads) => {
    const known = opened.get(backend);
    if (known !== undefined) return known;
    const forget = () => void opened.delete(backend);
    const opening = openProven(backend, forget, threads);
    opened.set(backend, opening);
    opening.catch(forget);
    return opening;
  };
}

async function loaded<Module>(backend: Backend, module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (error) {
    throw new OfaError('backend-unavailable', `The code of ${backend} cannot be loaded`, { backend }, error);
  }
}
