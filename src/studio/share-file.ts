import { isAbort, OfaError } from '../../workers/protocol/errors.ts';

/** True where the system's share sheet takes pictures. */
export function canSharePictures(): boolean {
  if (typeof navigator === 'undefined' || !('canShare' in navigator)) return false;
  return navigator.canShare({ files: [new File([], 'meme.png', { type: 'image/png' })] });
}

/**
 * Hands a file to the system's share sheet. A sheet that the person closes rejects with an abort.
 *
 * @throws OfaError `share-refused` where the browser does not take the file, or no longer: it wants to see a press
 *   shortly before.
 */
export async function shareFile(blob: Blob, fileName: string): Promise<void> {
  try {
    await navigator.share({ files: [new File([blob], fileName, { type: blob.type })] });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new OfaError('share-refused', `${fileName} may not be shared`, {}, error);
  }
}
