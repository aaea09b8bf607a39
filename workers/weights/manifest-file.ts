import { OfaError } from '../protocol/errors.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { parseManifest } from './manifest.ts';

/**
 * The manifest in the bytes of a `model.json`.
 * @param name of the file in errors.
 * @throws OfaError `model-manifest-invalid`, `model-unsupported`.
 */
export function parseManifestFile(name: string, bytes: ArrayBuffer | Uint8Array): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new OfaError('model-manifest-invalid', `${name} is not JSON`, { url: name }, error);
  }
  return parseManifest(value);
}

/** `model.json` for `manifest`. */
export function manifestFile(manifest: ModelManifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 1)}\n`);
}
