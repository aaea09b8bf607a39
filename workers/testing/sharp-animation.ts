/** Moving pictures by libvips, whose encoder (cgif) and decoder (libnsgif) of GIF are not ours. Node only. */
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { transparentPixel } from '../animation/pixels.ts';
import type { KeptFrame } from './animation-frames.ts';

export interface Moving {
  readonly width: number;
  readonly frames: readonly KeptFrame[];
}

const samples = new URL('../../public/samples/', import.meta.url);

function sample(file: string): Sharp {
  return sharp(fileURLToPath(new URL(file, samples)));
}

/** Alpha all or nothing, and one kind of nothing. */
function packed(rgba: Buffer): Uint32Array {
  const pixels = new Uint32Array(new Uint8Array(rgba).buffer);
  return pixels.map((pixel) => (pixel >>> 24 < 128 ? transparentPixel : (pixel | 0xff00_0000) >>> 0));
}

const delayOf = (frame: number): number => 2 + (frame % 3) * 5;

/** A view that wanders over a photo: every pixel of every frame is new. */
export async function panningPhoto(): Promise<Moving> {
  const [width, height] = [150, 110];
  const photo = sample('cat.jpg').resize(300, 220, { fit: 'fill' });
  const frames = Array.from({ length: 8 }, async (_, frame) => {
    const view = photo.clone().extract({ left: 9 * frame, top: 5 * frame, width, height });
    return { pixels: packed(await view.ensureAlpha().raw().toBuffer()), delay: delayOf(frame) };
  });
  return { width, frames: await Promise.all(frames) };
}

/** A small picture that turns on transparent ground: in every frame pixels appear and others vanish. */
export async function turningSticker(): Promise<Moving> {
  const side = 120;
  const sticker = await sample('party.jpg').resize(80, 50, { fit: 'fill' }).png().toBuffer();
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  const frames = Array.from({ length: 9 }, async (_, frame) => {
    const turned = await sharp(sticker)
      .ensureAlpha()
      .rotate(40 * frame, { background })
      .png()
      .toBuffer();
    const ground = sharp({ create: { width: side, height: side, channels: 4, background } });
    const rgba = await ground
      .composite([{ input: turned }])
      .raw()
      .toBuffer();
    return { pixels: packed(rgba), delay: delayOf(frame) };
  });
  return { width: side, frames: await Promise.all(frames) };
}

/** @param loop 0 for endless, else how often it is shown in all. */
export async function encodeWithSharp(
  { width, frames }: Moving,
  { loop }: { readonly loop: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const pageHeight = frames[0].pixels.length / width;
  const rgba = Buffer.concat(frames.map(({ pixels }) => Buffer.from(pixels.slice().buffer)));
  const raw = { width, height: pageHeight * frames.length, channels: 4, pageHeight } as const;
  const delay = frames.map(({ delay }) => 10 * delay);
  return new Uint8Array(await sharp(rgba, { raw }).gif({ loop, delay }).toBuffer());
}

/** The frames of a GIF as libvips shows them. */
export async function shownBySharp(gif: Uint8Array): Promise<KeptFrame[]> {
  const picture = sharp(gif, { animated: true });
  const { width, height, pageHeight = height, delay = [] } = await picture.metadata();
  const pixels = packed(await picture.ensureAlpha().raw().toBuffer());
  return Array.from({ length: height / pageHeight }, (_, frame) => ({
    pixels: pixels.slice(frame * width * pageHeight, (frame + 1) * width * pageHeight),
    delay: delay[frame] / 10,
  }));
}
