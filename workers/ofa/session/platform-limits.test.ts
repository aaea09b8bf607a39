import { describe, expect, it } from 'vitest';
import { wasmThreads } from './wasm-threads.ts';
import { graphicsKind, requestGpuDevice } from './webgpu-device.ts';

function threads(crossOriginIsolated: boolean, hardwareConcurrency: number, wanted?: number): number {
  return wasmThreads({ crossOriginIsolated, navigator: { hardwareConcurrency } }, wanted);
}

/** The features that are asked of an adapter which has `features` and subgroups of at least `subgroupMinSize`. */
async function featuresAskedFor(features: readonly string[], subgroupMinSize: number): Promise<string[]> {
  const asked: string[] = [];
  const adapter = {
    features: new Set(features),
    limits: {},
    info: { subgroupMinSize },
    requestDevice: async (descriptor: GPUDeviceDescriptor) => {
      asked.push(...(descriptor.requiredFeatures ?? []));
      return Promise.resolve({});
    },
  } as unknown as GPUAdapter;
  await requestGpuDevice({ gpu: { requestAdapter: async () => Promise.resolve(adapter) } });
  return asked;
}

describe('wasmThreads', () => {
  it('is a thread per core, up to four, where memory can be shared', () => {
    expect(threads(true, 2)).toBe(2);
    expect(threads(true, 16)).toBe(4);
    expect(threads(false, 16)).toBe(1);
  });

  it('is the number asked for, where memory can be shared', () => {
    expect(threads(true, 16, 2)).toBe(2);
    expect(threads(false, 16, 2)).toBe(1);
  });
});

describe('requestGpuDevice', () => {
  it('leaves out subgroups that are too small for the attention shader', async () => {
    const features = ['shader-f16', 'subgroups', 'timestamp-query'];
    expect(await featuresAskedFor(features, 4)).toEqual(['shader-f16']);
    expect(await featuresAskedFor(features, 32)).toEqual(['shader-f16', 'subgroups']);
  });

  it('says so where there is no WebGPU, no adapter, or no device', async () => {
    const unavailable = { code: 'backend-unavailable', details: { backend: 'webgpu' } };
    await expect(requestGpuDevice({})).rejects.toMatchObject(unavailable);
    await expect(
      requestGpuDevice({ gpu: { requestAdapter: async () => Promise.resolve(null) } }),
    ).rejects.toMatchObject(unavailable);
    const refusing = {
      features: new Set(),
      limits: {},
      info: {},
      requestDevice: async () => Promise.reject(new Error('device limit')),
    } as unknown as GPUAdapter;
    await expect(
      requestGpuDevice({ gpu: { requestAdapter: async () => Promise.resolve(refusing) } }),
    ).rejects.toMatchObject(unavailable);
  });
});

function kindOf(info: Partial<GPUAdapterInfo> | null) {
  const adapter = info === null ? null : ({ info } as GPUAdapter);
  return graphicsKind({ gpu: { requestAdapter: async () => Promise.resolve(adapter) } });
}

describe('graphicsKind', () => {
  it('tells a graphics card from a processor that poses as one', async () => {
    expect(await kindOf({ vendor: 'nvidia', architecture: 'ada' })).toBe('card');
    expect(await kindOf({ vendor: 'google', architecture: 'swiftshader' })).toBe('software');
    expect(await kindOf({ vendor: 'mesa', description: 'llvmpipe (LLVM 15)' })).toBe('software');
    expect(await kindOf({ vendor: 'microsoft', isFallbackAdapter: true })).toBe('software');
    expect(await kindOf(null)).toBe('none');
    expect(await graphicsKind({})).toBe('none');
  });
});
