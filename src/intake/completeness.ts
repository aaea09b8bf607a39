import type { PictureType } from '../../workers/protocol/picture-type.ts';

/** Position of the first entropy-coded byte of a JPEG, or null where the file ends before. */
function jpegScanStart(bytes: Uint8Array): number | null {
  let position = 2;
  while (position + 4 <= bytes.length) {
    if (bytes[position] !== 0xff) return null;
    const marker = bytes[position + 1];
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    const length = bytes[position + 2] * 256 + bytes[position + 3];
    position += 2 + length;
    if (marker === 0xda) return position;
  }
  return null;
}

function hasJpegEnd(bytes: Uint8Array): boolean {
  // Only behind the first scan: thumbnails in the header have an end of their own.
  const start = jpegScanStart(bytes);
  if (start === null) return false;
  for (let index = bytes.length - 2; index >= start; index -= 1) {
    if (bytes[index] === 0xff && bytes[index + 1] === 0xd9) return true;
  }
  return false;
}

function hasPngEnd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 8;
  while (position + 12 <= bytes.length) {
    const length = view.getUint32(position);
    const name = String.fromCharCode(...bytes.subarray(position + 4, position + 8));
    position += 12 + length;
    if (name === 'IEND') return position <= bytes.length;
  }
  return false;
}

/** Bytes of the colour table that a packed GIF field announces. */
const colourTableBytes = (packed: number): number => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);

function hasGifEnd(bytes: Uint8Array): boolean {
  let position = 13 + colourTableBytes(bytes[10]);
  while (position < bytes.length) {
    const block = bytes[position];
    if (block === 0x3b) return true;
    if (block === 0x2c) position += 11 + colourTableBytes(bytes[position + 9]);
    else if (block === 0x21) position += 2;
    else return false;
    while (position < bytes.length && bytes[position] !== 0) position += 1 + bytes[position];
    position += 1;
  }
  return false;
}

function hasWebpEnd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length >= 12 && view.getUint32(4, true) + 8 <= bytes.length;
}

/** The boxes of an ISO base media file (ISO 14496-12, 4.2) follow one another up to its end. */
function hasAvifEnd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 0;
  while (position + 16 <= bytes.length) {
    const size = view.getUint32(position);
    // 0: up to the end of the file, wherever that is. 1: the size follows in 64 bits.
    if (size === 0) return true;
    const length = size === 1 ? Number(view.getBigUint64(position + 8)) : size;
    if (length < 8) return false;
    position += length;
  }
  return position <= bytes.length;
}

const endChecks: Readonly<Record<PictureType, (bytes: Uint8Array) => boolean>> = {
  'image/jpeg': hasJpegEnd,
  'image/png': hasPngEnd,
  'image/gif': hasGifEnd,
  'image/webp': hasWebpEnd,
  'image/avif': hasAvifEnd,
  // Its decoder refuses a cut file.
  'image/bmp': () => true,
};

/**
 * True unless the file's own structure says that its end is missing. Browsers paint the part of a cut picture that
 * is there, without an error; the rest would be grey.
 */
export function isComplete(type: PictureType, bytes: Uint8Array): boolean {
  return endChecks[type](bytes);
}
