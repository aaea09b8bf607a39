/** Moving pictures other than GIF, written in the browser for tests of what takes them apart. */

interface MovingFrame {
  /** [height, width] packed pixels, `animation/pixels.ts`. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Milliseconds. */
  readonly duration: number;
}

export interface MovingPicture {
  readonly width: number;
  readonly height: number;
  /** How often it is shown in all; 0 for endless. */
  readonly plays: number;
  readonly frames: readonly MovingFrame[];
}

function bigEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 0xff);
}

function littleEndian(value: number, bytes: number): number[] {
  return bigEndian(value, bytes).reverse();
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** The checksum of PNG chunks (PNG, third edition, annex D). */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}

function pngChunk(type: string, data: readonly number[]): number[] {
  const body = [...ascii(type), ...data];
  return [...bigEndian(data.length, 4), ...body, ...bigEndian(crc32(body), 4)];
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<number[]> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return [...new Uint8Array(await new Response(stream).arrayBuffer())];
}

/** Rows with filter type 0 each, compressed. */
async function pngPixels({ pixels }: MovingFrame, width: number): Promise<number[]> {
  const rows = Array.from({ length: pixels.length / width }, (_, row) => [
    0,
    ...new Uint8Array(pixels.slice(row * width, (row + 1) * width).buffer),
  ]);
  return deflate(Uint8Array.from(rows.flat()));
}

/** An APNG whose frames are all whole. */
export async function apngBlob({ width, height, plays, frames }: MovingPicture): Promise<Blob> {
  const size = [...bigEndian(width, 4), ...bigEndian(height, 4)];
  const chunks = [pngChunk('IHDR', [...size, 8, 6, 0, 0, 0])];
  chunks.push(pngChunk('acTL', [...bigEndian(frames.length, 4), ...bigEndian(plays, 4)]));
  let sequence = 0;
  for (const frame of frames) {
    const data = await pngPixels(frame, width);
    const place = [...size, ...bigEndian(0, 8)];
    const delay = [...bigEndian(frame.duration, 2), ...bigEndian(1000, 2)];
    chunks.push(pngChunk('fcTL', [...bigEndian(sequence++, 4), ...place, ...delay, 0, 0]));
    const first = chunks.length === 3;
    chunks.push(first ? pngChunk('IDAT', data) : pngChunk('fdAT', [...bigEndian(sequence++, 4), ...data]));
  }
  chunks.push(pngChunk('IEND', []));
  return new Blob([Uint8Array.from([0x89, ...ascii('PNG\r\n\x1a\n'), ...chunks.flat()])], {
    type: 'image/png',
  });
}

function riffChunk(type: string, data: readonly number[]): number[] {
  return [...ascii(type), ...littleEndian(data.length, 4), ...data, ...(data.length % 2 === 1 ? [0] : [])];
}

/** The chunk of a still WebP that holds its pixels, without loss. */
async function webpPixels({ pixels }: MovingFrame, width: number): Promise<number[]> {
  const canvas = new OffscreenCanvas(width, pixels.length / width);
  const bytes = new Uint8ClampedArray(pixels.buffer);
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 1 });
  const file = new Uint8Array(await blob.arrayBuffer());
  const start = String.fromCharCode(...file).indexOf('VP8L');
  const length = new DataView(file.buffer).getUint32(start + 4, true);
  return riffChunk('VP8L', [...file.subarray(start + 8, start + 8 + length)]);
}

/** An animated WebP whose frames are all whole. */
export async function webpBlob({ width, height, plays, frames }: MovingPicture): Promise<Blob> {
  const size = [...littleEndian(width - 1, 3), ...littleEndian(height - 1, 3)];
  const chunks = [riffChunk('VP8X', [0x12, 0, 0, 0, ...size])];
  chunks.push(riffChunk('ANIM', [0, 0, 0, 0, ...littleEndian(plays, 2)]));
  for (const frame of frames) {
    const place = [...littleEndian(0, 6), ...size, ...littleEndian(frame.duration, 3)];
    // Replaces what was there before.
    chunks.push(riffChunk('ANMF', [...place, 2, ...(await webpPixels(frame, width))]));
  }
  const body = [...ascii('WEBP'), ...chunks.flat()];
  return new Blob([Uint8Array.from([...ascii('RIFF'), ...littleEndian(body.length, 4), ...body])], {
    type: 'image/webp',
  });
}
