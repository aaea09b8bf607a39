import { env, InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import { OfaError } from '../../protocol/errors.ts';
import { engineFiles } from './engine-files.ts';
import { freeingSources } from './copied-sources.ts';
import { setUpEngine } from './set-up-engine.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import { serialRuntime } from './serial-runtime.ts';
import { wasmThreads } from './wasm-threads.ts';
import { requestGpuDevice } from './webgpu-device.ts';

/**
 * ONNX Runtime on the GPU, until the device is lost (unplugged, reset, driver updated), which `onLost` tells. Import this
 * module dynamically: it brings 27 MB along.
 *
 * @param kept The engine, if the browser has it at hand.
 * @throws OfaError `backend-unavailable` if there is no GPU to use.
 */
export async function webgpuRuntime(
  onLost: () => void,
  wantedThreads?: number,
  kept: ArrayBuffer | null = null,
): Promise<OnnxRuntime> {
  const device = await requestGpuDevice(navigator);
  const lost = device.lost.then(({ reason, message }) => {
    onLost();
    return new OfaError('backend-lost', `The graphics device was lost (${reason}): ${message}`, {
      backend: 'webgpu',
    });
  });
  const threads = wasmThreads(self, wantedThreads);
  setUpEngine(env.wasm, engineFiles.webgpu, threads, kept);
  return serialRuntime({
    Tensor,
    InferenceSession: freeingSources(InferenceSession),
    threads,
    executionProviders: [{ name: 'webgpu', device }],
    residentLocation: 'gpu-buffer',
    lost,
  });
}
