import { OfaError } from '../../workers/protocol/errors.ts';

/** True where a page may read pictures from the clipboard by a button. */
export const canReadClipboard = typeof navigator !== 'undefined' && 'read' in (navigator.clipboard ?? {});

/**
 * The picture on the clipboard.
 *
 * @throws OfaError `clipboard-denied` if the person or the browser says no, `clipboard-no-image` if there is none.
 */
export async function readClipboardImage(): Promise<Blob> {
  let items: ClipboardItems;
  try {
    items = await navigator.clipboard.read();
  } catch (error) {
    throw new OfaError('clipboard-denied', 'The clipboard may not be read', {}, error);
  }
  for (const item of items) {
    const type = item.types.find((name) => name.startsWith('image/'));
    if (type !== undefined) return item.getType(type);
  }
  throw new OfaError('clipboard-no-image', 'There is no picture on the clipboard');
}
