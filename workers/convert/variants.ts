/** The variants that a checkpoint can be converted to: a precision, and where it runs well. */
import { OfaError } from '../protocol/errors.ts';
import type { Backend, DeviceFeature } from '../protocol/model-folder.ts';
import type { FloatType } from './onnx/graph-definition.ts';
import type { PolicyName } from './quantize/policies.ts';

export interface VariantTraits {
  /** For people. */
  readonly precision: string;
  readonly backends: readonly Backend[];
  readonly requires: readonly DeviceFeature[];
}

/** The best first, for each backend: the order in which a model has them. */
export const variantTraits: Readonly<Record<PolicyName, VariantTraits>> = {
  // Like q4's, its products need an operator that WebAssembly has no fast kernel for.
  q4f16: {
    precision: '4 bits (filters int8, position tables float16), computed in float16',
    backends: ['webgpu'],
    requires: ['shader-f16'],
  },
  q4: {
    precision: '4 bits (filters int8, position tables float16), computed in float32',
    backends: ['webgpu'],
    requires: [],
  },
  // WebGPU has no kernels for 8-bit products and would leave them to the CPU, one copy back and forth each.
  int8: {
    precision: 'int8 (first stages of the ResNet computed in float32, position tables float16)',
    backends: ['wasm'],
    requires: [],
  },
  'int8-weights': {
    precision: 'int8 (embeddings and position tables float16), computed in float32',
    backends: ['wasm', 'webgpu'],
    requires: [],
  },
  fp16: { precision: 'float16', backends: ['wasm', 'webgpu'], requires: [] },
  fp32: { precision: 'float32', backends: ['wasm', 'webgpu'], requires: [] },
};

/** What the graphs of a variant compute in. */
export function floatTypeOf(name: PolicyName): FloatType {
  return variantTraits[name].requires.includes('shader-f16') ? 'float16' : 'float32';
}

function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(variantTraits, name);
}

/**
 * Precisions from a list separated by commas, each once, the best first.
 * @throws OfaError `setting-invalid` for an unknown one.
 */
export function parsePrecisions(list: string): readonly PolicyName[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isPolicyName(name));
  if (unknown !== undefined) {
    const known = Object.keys(variantTraits).join(', ');
    throw new OfaError('setting-invalid', `There is no precision ${unknown}; there are ${known}`, {
      setting: 'precision',
    });
  }
  return Object.keys(variantTraits)
    .filter((name) => isPolicyName(name))
    .filter((name) => names.includes(name));
}
