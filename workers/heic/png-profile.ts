import { crc32 } from '../ofa/image/crc32.ts';

/** Signature and header: the same length in every PNG. */
const headBytes = 33;
/** Chunks that say which colours the numbers mean (PNG, third edition, 4.3). */
const colourChunks: ReadonlySet<string> = new Set(['cICP', 'cHRM', 'gAMA', 'iCCP', 'sRGB']);
/** Name of the profile, its end, and the method of compression. */
const profileHead = new TextEncoder().encode('ICC profile\0\0');

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(type: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(12 + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length);
  bytes.set(new TextEncoder().encode(type), 4);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  view.setUint32(at, crc32(bytes.subarray(4, at)));
  return bytes;
}

/**
 * The PNG with that colour profile in place of what it says about its colours: the numbers stay.
 *
 * @param png As a canvas writes it, its pixels in one chunk or several.
 * @param profile ICC.
 */
export async function withColourProfile(png: Blob, profile: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const parts: Blob[] = [];
  let at = headBytes;
  for (;;) {
    const head = new DataView(await png.slice(at, at + 8).arrayBuffer());
    const type = String.fromCharCode(...new Uint8Array(head.buffer, 4));
    if (type === 'IDAT') break;
    const end = at + 12 + head.getUint32(0);
    if (!colourChunks.has(type)) parts.push(png.slice(at, end));
    at = end;
  }
  const colours = chunk('iCCP', profileHead, await deflated(profile));
  return new Blob([png.slice(0, headBytes), colours, ...parts, png.slice(at)], { type: png.type });
}
