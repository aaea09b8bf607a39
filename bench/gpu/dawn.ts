/** WebGPU without a browser: Dawn, which is Chromium's, as the npm package `webgpu`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface DawnPackage {
  readonly globals: Readonly<Record<string, unknown>>;
  readonly create: (flags: readonly string[]) => GPU;
}

/** Dawn holds float16 back on NVIDIA's Vulkan, where browsers on other systems have it. */
const flags = ['enable-dawn-features=vulkan_enable_f16_on_nvidia'];

/** The package installed in `folder`. ONNX Runtime finds `navigator.gpu` and WebGPU's classes where a browser has them. */
export async function openDawn(folder: string): Promise<GPU> {
  const { globals, create } = (await import(pathToFileURL(join(folder, 'index.js')).href)) as DawnPackage;
  const gpu = create(flags);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}

/**
 * Has `queue` take bytes from shared memory, where those of a WebAssembly with threads are. The standard allows that; Dawn
 * for Node 0.6.2 refuses it with "Invalid argument".
 */
export function acceptSharedMemory(queue: GPUQueue): void {
  const write = queue.writeBuffer.bind(queue);
  queue.writeBuffer = (buffer, offset, data, dataOffset, size) => {
    const isShared = ArrayBuffer.isView(data) && data.buffer instanceof SharedArrayBuffer;
    const own = isShared ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice() : data;
    write(buffer, offset, own, dataOffset, size);
  };
}
