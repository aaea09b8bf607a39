/** Brands of HEIF files whose pictures are coded with HEVC (ISO/IEC 23008-12, annex B). */
const brands = /heic|heix|heim|heis|hevc|hevx|mif1|msf1/u;

/** True for a file that begins like a HEIC picture. AVIF shares a brand with it: to be asked for first. */
export function isHeic(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head);
  return text.slice(4, 8) === 'ftyp' && brands.test(text.slice(8));
}
