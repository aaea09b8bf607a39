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

/**
 * The picture that the share sheet handed over; it is kept no longer.
 *
 * @throws OfaError `share-no-image` if there is none
 */
export async function takeSharedPicture(): Promise<File> {
  const cache = await caches.open(sharedPicture.cache);
  const url = new URL(sharedPicture.kept, document.baseURI);
  const kept = await cache.match(url);
  if (kept === undefined) throw new OfaError('share-no-image', 'The share sheet handed over no picture');
  const blob = await kept.blob();
  await cache.delete(url);
  const name = decodeURIComponent(kept.headers.get(sharedPicture.nameHeader) ?? '');
  return new File([blob], name, { type: blob.type });
}
