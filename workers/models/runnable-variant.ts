import type { ModelVariant } from '../protocol/model-folder.ts';

/**
 * Of a model's variants, best first and at least one, the first that runs on every device, by WebAssembly; the very first
 * if none does.
 */
export function runnableVariant(variants: readonly ModelVariant[]): ModelVariant {
  const everywhere = variants.find(
    ({ backends, requires }) => backends.includes('wasm') && requires.length === 0,
  );
  return everywhere ?? variants[0];
}
