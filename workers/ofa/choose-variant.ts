import { OfaError } from '../protocol/errors.ts';
import type { Backend, DeviceFeature, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';

/** What a variant would run on. */
export interface VariantDevice {
  readonly backend: Backend;
  readonly features: readonly DeviceFeature[];
}

/** The variant of this name. @throws OfaError `setting-invalid` if the model has none. */
export function namedVariant({ variants }: ModelManifest, name: string): ModelVariant {
  const named = variants.find((variant) => variant.name === name);
  if (named === undefined) {
    const available = variants.map((variant) => variant.name).join(', ');
    throw new OfaError('setting-invalid', `There is no variant ${name}; there are ${available}`, {
      setting: 'variant',
      available,
    });
  }
  return named;
}

/**
 * The variant that a device is to run: the one of this name, or else the first that it can run. One that needs a feature
 * which the device lacks would load and then fail.
 *
 * @throws OfaError `setting-invalid` if the model has no variant of this name; `backend-unavailable` if the device cannot
 *   run it, or can run none.
 */
export function chooseVariant(
  manifest: ModelManifest,
  { backend, features }: VariantDevice,
  name?: string,
): ModelVariant {
  const candidates = name === undefined ? manifest.variants : [namedVariant(manifest, name)];
  const variant = candidates.find(
    ({ backends, requires }) =>
      backends.includes(backend) && requires.every((feature) => features.includes(feature)),
  );
  if (variant === undefined) {
    throw new OfaError('backend-unavailable', `${manifest.id} has nothing for ${backend} to run`, {
      backend,
    });
  }
  return variant;
}
