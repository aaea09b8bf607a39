/**
 * Pixels are straight (not premultiplied) RGBA, packed into 32 bits as they lie in the memory of an `ImageData`: red in
 * the lowest byte. Every platform that runs browsers is little-endian.
 */
export function packPixel(red: number, green: number, blue: number, alpha: number): number {
  return (red | (green << 8) | (blue << 16) | (alpha << 24)) >>> 0;
}

/** The one transparent pixel of a picture whose alpha is all or nothing. */
export const transparentPixel = 0;

export const opaqueBlack = 0xff00_0000;

/** The same memory as packed pixels. */
export function pixelsOf(image: { readonly data: Uint8ClampedArray }): Uint32Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = image.data;
  return new Uint32Array(buffer as ArrayBuffer, byteOffset, byteLength / 4);
}

/** Distance of two pixels' red, green and blue; alpha is not looked at. */
export function colourDistance(one: number, other: number): number {
  const red = (one & 0xff) - (other & 0xff);
  const green = ((one >> 8) & 0xff) - ((other >> 8) & 0xff);
  const blue = ((one >> 16) & 0xff) - ((other >> 16) & 0xff);
  return Math.sqrt(red * red + green * green + blue * blue);
}
