import { OfaError } from '../protocol/errors.ts';
import type { Backend, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';

/**
 * The variant that a backend is to run: the one of this name, or the first that the backend can run.
 *
 * @throws OfaError `setting-invalid` if the model has no variant of this name; `backend-unavailable` if it has none for
 *   this backend.
 */
export function chooseVariant(manifest: ModelManifest, backend: Backend, name?: string): ModelVariant {
  const named = manifest.variants.filter((variant) => name === undefined || variant.name === name);
  if (name !== undefined && named.length === 0) {
    const available = manifest.variants.map((variant) => variant.name).join(', ');
    throw new OfaError('setting-invalid', `There is no variant ${name}; there are ${available}`, {
      setting: 'variant',
      available,
    });
  }
  const variant = named.find(({ backends }) => backends.includes(backend));
  if (variant === undefined) {
    throw new OfaError('backend-unavailable', `${manifest.id} has nothing for ${backend} to run`, {
      backend,
    });
  }
  return variant;
}
