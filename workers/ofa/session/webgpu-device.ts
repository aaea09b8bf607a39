import { OfaError } from '../../protocol/errors.ts';
import type { DeviceFeature } from '../../protocol/model-folder.ts';
import type { GraphicsKind } from '../backend-order.ts';

/** Limits that are asked for in full: weights and attention scores need large buffers, the shaders large workgroups. */
const fullLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBuffersPerShaderStage',
] as const;

/** ONNX Runtime's attention shader computes wrong numbers where subgroups are smaller. */
const smallestSubgroup = 8;

/** Where it is not absent, as it is where the browser has no WebGPU, whatever the types say. */
interface GpuScope {
  readonly gpu?: Pick<GPU, 'requestAdapter'>;
}

/** Names under which processors pose as graphics cards. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|basic render|warp/iu;

/** What WebGPU would compute with. */
export async function graphicsKind({ gpu }: GpuScope): Promise<GraphicsKind> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter === undefined || adapter === null) return 'none';
  const { info } = adapter;
  const names = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter || softwareNames.test(names) ? 'software' : 'card';
}

/** What the graphics adapter has of the features that a variant can require; none where there is no adapter. */
export async function gpuFeatures({ gpu }: GpuScope): Promise<readonly DeviceFeature[]> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  return adapter?.features.has('shader-f16') === true ? ['shader-f16'] : [];
}

/**
 * A GPU device for ONNX Runtime, which would make its own with every feature that the adapter has. Subgroups are left
 * out where they are too small for its attention shader (https://github.com/microsoft/onnxruntime/pull/28520 says what
 * the shader assumes); it then takes a path without them.
 *
 * @throws OfaError `backend-unavailable` if the browser has no WebGPU, no adapter, or refuses the device.
 */
export async function requestGpuDevice({ gpu }: GpuScope): Promise<GPUDevice> {
  if (gpu === undefined) {
    throw new OfaError('backend-unavailable', 'This browser has no WebGPU', { backend: 'webgpu' });
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw new OfaError('backend-unavailable', 'WebGPU finds no graphics adapter', { backend: 'webgpu' });
  }
  const requiredFeatures: GPUFeatureName[] = [];
  if (adapter.features.has('shader-f16')) requiredFeatures.push('shader-f16');
  if (adapter.features.has('subgroups') && adapter.info.subgroupMinSize >= smallestSubgroup) {
    requiredFeatures.push('subgroups');
  }
  const requiredLimits = Object.fromEntries(fullLimits.map((name) => [name, adapter.limits[name]]));
  try {
    return await adapter.requestDevice({ requiredFeatures, requiredLimits });
  } catch (error) {
    throw new OfaError(
      'backend-unavailable',
      'The graphics adapter refuses a device',
      { backend: 'webgpu' },
      error,
    );
  }
}
