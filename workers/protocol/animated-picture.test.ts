import sharp from 'sharp';
import { expect, it } from 'vitest';
import { gifBytes } from '../testing/gif-bytes.ts';
import { encodeWithSharp, turningSticker } from '../testing/sharp-animation.ts';
import { animatedFormat } from './animated-picture.ts';

const dot = { area: [0, 0, 1, 1], indices: [0] } as const;
const still = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });

/** A PNG chunk without a checksum: nobody looks at it here. */
function chunk(type: string, data: readonly number[]): number[] {
  return [0, 0, 0, data.length, ...Buffer.from(type), ...data, 0, 0, 0, 0];
}

function png(...chunks: number[][]): Uint8Array {
  return Uint8Array.from([0x89, ...Buffer.from('PNG\r\n\x1a\n'), ...chunks.flat()]);
}

const header = chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
const pixels = chunk('IDAT', [0]);
const control = (frames: number) => chunk('acTL', [0, 0, 0, frames, 0, 0, 0, 0]);

it('tells a GIF that moves', async () => {
  expect(animatedFormat(await encodeWithSharp(await turningSticker(), { loop: 0 }))).toBe('gif');
});

it('tells a WebP that moves', async () => {
  const gif = await encodeWithSharp(await turningSticker(), { loop: 0 });
  expect(animatedFormat(await sharp(gif, { animated: true }).webp().toBuffer())).toBe('webp');
});

it('tells an APNG by the frames that it announces before its pixels', () => {
  expect(animatedFormat(png(header, chunk('gAMA', [0, 0, 0, 1]), control(2), pixels))).toBe('apng');
  expect(animatedFormat(png(header, control(1), pixels))).toBeNull();
  expect(animatedFormat(png(header, pixels, control(2)))).toBeNull();
});

it('knows the second frame of a GIF by its beginning', () => {
  const colours = [
    [0, 0, 0],
    [1, 1, 1],
  ] as const;
  const gif = gifBytes({ width: 1, height: 1, colours, loops: 0, frames: [dot, { ...dot, colours }] });
  const moves = Array.from(gif, (_, length) => animatedFormat(gif.subarray(0, length)) === 'gif');
  const second = gif.lastIndexOf(0x2c);
  expect(moves.indexOf(true)).toBe(second + 1);
  expect(moves.slice(second + 1).every(Boolean)).toBe(true);
});

it('does not take a looping extension for a second frame', () => {
  const colours = [
    [0, 0, 0],
    [1, 1, 1],
  ] as const;
  expect(animatedFormat(gifBytes({ width: 1, height: 1, colours, loops: 0, frames: [dot] }))).toBeNull();
});

it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
  'tells that a still %s does not move',
  async (format) => {
    expect(animatedFormat(await still.clone().toFormat(format).toBuffer())).toBeNull();
  },
);

it('says nothing of what is no picture', () => {
  expect(animatedFormat(new Uint8Array())).toBeNull();
  expect(animatedFormat(Uint8Array.from({ length: 64 }, (_, at) => at))).toBeNull();
});
