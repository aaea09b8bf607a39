/** Pictures that the journeys drop on the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export interface DroppedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const samplesFolder = new URL('../../public/samples/', import.meta.url);

/** One of the gallery's sample pictures, e.g. `cat.jpg`. */
export function samplePicture(name: string): DroppedFile {
  return { name, mimeType: 'image/jpeg', buffer: readFileSync(fileURLToPath(new URL(name, samplesFolder))) };
}

/**
 * A file of an iPhone, as Chromium on Windows and Linux gives it to the page: with no type.
 *
 * @param name One of `workers/testing/heic`, without its ending.
 */
export function heicPicture(name: 'coffee' | 'turned'): DroppedFile {
  const buffer = readFileSync(new URL(`../../workers/testing/heic/${name}.heic`, import.meta.url));
  return { name: 'IMG_0001.HEIC', mimeType: '', buffer };
}

/** The gallery's sample pictures. */
export function sampleNames(): readonly string[] {
  return readdirSync(fileURLToPath(samplesFolder)).filter((name) => name.endsWith('.jpg'));
}

/** A photograph as a PNG of the given size in pixels. */
export async function photographPng(width: number, height: number): Promise<DroppedFile> {
  const buffer = await sharp(samplePicture('shiba.jpg').buffer).resize(width, height).png().toBuffer();
  return { name: 'shiba.png', mimeType: 'image/png', buffer };
}

/** A photograph that wanders: a GIF of 12 frames of 320 × 240 pixels with different delays. */
export async function movingGif(): Promise<DroppedFile> {
  const [width, height, frames] = [320, 240, 12];
  const wide = sharp(samplePicture('shiba.jpg').buffer).resize(width + 10 * frames, height);
  const photograph = await wide.png().toBuffer();
  const pixels = await Promise.all(
    Array.from({ length: frames }, (_, frame) =>
      sharp(photograph)
        .extract({ left: 10 * frame, top: 0, width, height })
        .removeAlpha()
        .raw()
        .toBuffer(),
    ),
  );
  const buffer = await sharp(Buffer.concat(pixels), {
    raw: { width, height: height * frames, channels: 3, pageHeight: height },
  })
    .gif({ loop: 0, delay: Array.from({ length: frames }, (_, frame) => (frame % 3 === 0 ? 250 : 75)) })
    .toBuffer();
  return { name: 'shiba.gif', mimeType: 'image/gif', buffer };
}

/** Some of the gallery's picture, in another format. */
export async function avifPicture(name: string): Promise<DroppedFile> {
  const buffer = await sharp(samplePicture(`${name}.jpg`).buffer)
    .avif()
    .toBuffer();
  return { name: `${name}.avif`, mimeType: 'image/avif', buffer };
}

/** The same as a bitmap of 32 bits a pixel, as Windows writes them. */
export async function bmpPicture(name: string): Promise<DroppedFile> {
  const picture = sharp(samplePicture(`${name}.jpg`).buffer).ensureAlpha();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(head.length + data.length, 2);
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(info.width, 18);
  // From the top down.
  head.writeInt32LE(-info.height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(32, 28);
  for (let at = 0; at < data.length; at += 4) [data[at], data[at + 2]] = [data[at + 2], data[at]];
  return { name: `${name}.bmp`, mimeType: 'image/bmp', buffer: Buffer.concat([head, data]) };
}

/** The first part of a real PNG, as a cut download leaves it. */
export async function truncatedPng(): Promise<DroppedFile> {
  const whole = await photographPng(320, 240);
  return {
    ...whole,
    name: 'truncated.png',
    buffer: whole.buffer.subarray(0, Math.floor(whole.buffer.length / 3)),
  };
}

/** 10,000 × 10,000 pixels: half a megabyte of file, 400 MB once decoded. */
export async function hundredMegapixelPng(): Promise<DroppedFile> {
  const buffer = await sharp({
    create: { width: 10_000, height: 10_000, channels: 3, background: '#e8b04a' },
  })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { name: 'huge.png', mimeType: 'image/png', buffer };
}

export const emptyFile: DroppedFile = { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) };

/** A text file that calls itself a picture. */
export const textFile: DroppedFile = {
  name: 'notes.png',
  mimeType: 'image/png',
  buffer: Buffer.from('这不是图片，只是一段文字。\n'),
};
