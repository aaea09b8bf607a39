import type { Resolution } from '../protocol/caption-service.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';

/** What happens to a picture before the network sees it at `resolution`. */
export function preprocessingAt(
  { preprocessing }: ModelManifest,
  resolution: Resolution = 'full',
): ModelManifest['preprocessing'] {
  const { fastImageSize } = preprocessing;
  return resolution === 'fast' && fastImageSize !== undefined
    ? { ...preprocessing, patchImageSize: fastImageSize }
    : preprocessing;
}
