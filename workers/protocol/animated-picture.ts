/** Formats of pictures that move. */
export type AnimatedFormat = 'gif' | 'apng' | 'webp';

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** Bytes of the colour table that a packed field of a GIF announces. */
function colourTableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

/** True if a GIF has a second frame. */
function gifMoves(bytes: Uint8Array): boolean {
  let frames = 0;
  let position = 13 + colourTableBytes(bytes[10]);
  while (position < bytes.length && frames < 2) {
    const block = bytes[position];
    if (block === 0x2c) {
      frames += 1;
      position += 11 + colourTableBytes(bytes[position + 9]);
    } else if (block === 0x21) {
      position += 2;
    } else {
      break;
    }
    while (position < bytes.length && bytes[position] !== 0) position += 1 + bytes[position];
    position += 1;
  }
  return frames === 2;
}

/**
 * How many frames a PNG announces, which it must before its first pixels (PNG, third edition, 11.3.6.1); 1 if it does
 * not.
 */
export function announcedPngFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 8;
  while (position + 12 <= bytes.length) {
    const type = ascii(bytes, position + 4, position + 8);
    if (type === 'acTL') return view.getUint32(position + 8);
    if (type === 'IDAT') return 1;
    position += 12 + view.getUint32(position);
  }
  return 1;
}

/** True if a WebP says so in its extended header (RFC 9649, 2.7). */
function webpMoves(bytes: Uint8Array): boolean {
  return ascii(bytes, 12, 16) === 'VP8X' && (bytes[20] & 2) !== 0;
}

/**
 * The format of a picture that moves; null if it does not or is none of these.
 *
 * @param bytes The file. Its beginning is enough for WebP, all before the first pixels for PNG; the second frame of a
 *   GIF is told only if its beginning is there too.
 */
export function animatedFormat(bytes: Uint8Array): AnimatedFormat | null {
  if (/^GIF8[79]a$/u.test(ascii(bytes, 0, 6))) return gifMoves(bytes) ? 'gif' : null;
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return announcedPngFrames(bytes) > 1 ? 'apng' : null;
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP')
    return webpMoves(bytes) ? 'webp' : null;
  return null;
}
