/** Picture formats that are told by their first bytes; the file's name is never trusted. */
export type PictureType =
  'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/bmp' | 'image/avif';

/** As many bytes of a file as `sniffPictureType` looks at. */
export const sniffedBytes = 32;

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** The format of a file that begins with these bytes, or null if it is none that browsers decode. */
export function sniffPictureType(head: Uint8Array): PictureType | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (/^GIF8[79]a$/u.test(ascii(head, 0, 6))) return 'image/gif';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp';
  // A bitmap's info header follows the file header; its length is one of a few.
  if (ascii(head, 0, 2) === 'BM' && [12, 40, 52, 56, 64, 108, 124].includes(head[14])) return 'image/bmp';
  if (ascii(head, 4, 8) === 'ftyp' && /avif|avis/u.test(ascii(head, 8, 32))) return 'image/avif';
  return null;
}
