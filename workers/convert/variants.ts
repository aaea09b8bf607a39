/** The variants that a checkpoint can be converted to: a precision, and where it runs well. */
import { OfaError } from '../protocol/errors.ts';
import type { Backend } from '../protocol/model-folder.ts';
import type { PolicyName } from './quantize/policies.ts';

export interface VariantTraits {
  /** For people. */
  readonly precision: string;
  readonly backends: readonly Backend[];
}

export const variantTraits: Readonly<Record<PolicyName, VariantTraits>> = {
  fp32: { precision: 'float32', backends: ['wasm', 'webgpu'] },
  fp16: { precision: 'float16', backends: ['wasm', 'webgpu'] },
  'int8-weights': {
    precision: 'int8 (embeddings and position tables float16), computed in float32',
    backends: ['wasm', 'webgpu'],
  },
  // WebGPU has no kernels for 8-bit products and would leave them to the CPU, one copy back and forth each.
  int8: { precision: 'int8 (position tables float16)', backends: ['wasm'] },
};

function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(variantTraits, name);
}

/**
 * Precisions from a list separated by commas, each once.
 * @throws OfaError `setting-invalid` for an unknown one.
 */
export function parsePrecisions(list: string): readonly PolicyName[] {
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    if (isPolicyName(name)) return name;
    const known = Object.keys(variantTraits).join(', ');
    throw new OfaError('setting-invalid', `There is no precision ${name}; there are ${known}`, {
      setting: 'precision',
    });
  });
}
