import { requestGpuDevice } from '../ofa/session/webgpu-device.ts';

/** Why this browser cannot test WebGPU, or null if it can. */
export async function missingGpu(): Promise<string | null> {
  try {
    const device = await requestGpuDevice(navigator);
    device.destroy();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
