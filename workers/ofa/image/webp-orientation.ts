import { exifOrientation } from './orientation.ts';

/** The EXIF orientation of a WebP file (RIFF, chunk `EXIF`), 1 if it says none. */
export function webpOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let position = 12; position + 8 <= bytes.length;) {
    const length = view.getUint32(position + 4, true);
    const start = position + 8;
    if (view.getUint32(position) === 0x4558_4946)
      return exifOrientation(bytes.subarray(start, start + length));
    // Chunks are padded to an even length.
    position = start + length + (length % 2);
  }
  return 1;
}
