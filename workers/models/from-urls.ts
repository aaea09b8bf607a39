import { namedVariant } from '../ofa/choose-variant.ts';
import type { ModelLocation } from '../protocol/caption-service.ts';
import type { AcquiredModel, AcquireEvent } from '../protocol/convert-service.ts';
import { openModelFolder } from '../weights/open-model-folder.ts';
import type { ModelsPlatform } from './models-platform.ts';
import { runnableVariant } from './runnable-variant.ts';

/**
 * Downloads a variant of a converted folder (`runnableVariant` if none is named) from the first of its hosts that has it. Where storage is denied nothing
 * is kept for the caption worker, and `stored` says so.
 * @throws OfaError as `openModelFolder`, `setting-invalid` if the model has no such variant.
 */
export async function fromUrls(
  signal: AbortSignal,
  platform: ModelsPlatform,
  { folderUrl, mirrors = [] }: ModelLocation,
  variantName: string | null,
  onEvent: (event: AcquireEvent) => void,
): Promise<AcquiredModel> {
  const { manifest, variant, stored } = await openModelFolder(signal, folderUrl, {
    platform,
    mirrors,
    chooseVariant: (manifest) =>
      variantName === null ? runnableVariant(manifest.variants) : namedVariant(manifest, variantName),
    onEvent: (event) => {
      if (event.phase === 'manifest' || event.phase === 'wait' || event.phase === 'download') onEvent(event);
    },
  });
  return { folderUrl, mirrors, manifest, variant: variant.name, stored };
}
