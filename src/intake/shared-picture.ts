import { OfaError } from '../../workers/protocol/errors.ts';
import { sharedPicture } from '../../workers/protocol/shared-picture.ts';

/** True if the page was opened by the system's share sheet; asked once, the address forgets it. */
export function wasOpenedByShare(): boolean {
  const address = new URL(location.href);
  if (!address.searchParams.has(sharedPicture.flag)) return false;
  address.searchParams.delete(sharedPicture.flag);
  history.replaceState(history.state, '', address);
  return true;
}

async function fileOf(kept: Response): Promise<File> {
  const blob = await kept.blob();
  const name = decodeURIComponent(kept.headers.get(sharedPicture.nameHeader) ?? '');
  return new File([blob], name, { type: blob.type });
}

/**
 * The pictures that the share sheet handed over, at least one; they are kept no longer.
 *
 * @throws OfaError `share-no-image` if there is none
 */
export async function takeSharedPictures(): Promise<readonly File[]> {
  const cache = await caches.open(sharedPicture.cache);
  const files = await Promise.all((await cache.matchAll()).map(fileOf));
  await caches.delete(sharedPicture.cache);
  if (files.length === 0) throw new OfaError('share-no-image', 'The share sheet handed over no picture');
  return files;
}
