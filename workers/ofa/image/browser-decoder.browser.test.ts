import { describe, expect, it } from 'vitest';
import { fetchGoldenFloats, fetchReference } from '../../testing/browser-reference.ts';
import { decodeInBrowser } from './browser-decoder.ts';
import { pictureDecoder } from './open-picture.ts';
import { picturePreparation } from './prepare-picture.ts';
import { resizePicture } from './resize.ts';

const signal = new AbortController().signal;
const decode = pictureDecoder(decodeInBrowser);
const side = 96;

async function goldenResized(name: string): Promise<Uint8Array> {
  const file = await fetchReference(`nano-zh/golden/${name}.resized_rgb.bin`);
  return new Uint8Array(await file.arrayBuffer());
}

describe.each([
  'photo_640x360.png',
  'small_50x70.png',
  'rgba_200x150.png',
  'gray_123x211.png',
  'exif6_320x200.jpg',
])('%s in the browser', (file) => {
  const name = file.replace(/\..*/u, '');

  it('is resized bit for bit as in the reference', async () => {
    const image = await fetchReference(`nano-zh/golden/images/${file}`);
    const resized = await resizePicture(signal, await decode(signal, image), side);
    expect(resized).toEqual(await goldenResized(name));
  });

  it('becomes the very patch image of the reference', async () => {
    const values = await picturePreparation(decode)(
      signal,
      await fetchReference(`nano-zh/golden/images/${file}`),
      { patchImageSize: side, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    );
    expect(values).toEqual(await fetchGoldenFloats(`${name}.patch_image`));
  });
});

/** One colour in two shades, the lower one transparent. */
async function painted(type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(40, 20);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = 'rgb(200 40 120)';
  context.fillRect(0, 0, 40, 10);
  context.fillStyle = 'rgb(200 40 120 / 50%)';
  context.fillRect(0, 10, 40, 10);
  return canvas.convertToBlob({ type, quality: 1 });
}

describe('a WebP with alpha', () => {
  it('keeps the colour under it', async () => {
    const picture = await decode(signal, await painted('image/webp'));
    expect([picture.width, picture.height]).toEqual([40, 20]);
    const rows: number[] = [];
    for await (const strip of picture.strips()) rows.push(...strip);
    const lowest = rows.slice(-3);
    for (const [channel, value] of [200, 40, 120].entries())
      expect(Math.abs(lowest[channel] - value)).toBeLessThan(8);
  });
});

describe('a broken picture', () => {
  it.each(['image/webp', 'image/jpeg'])('of type %s is named as damaged', async (type) => {
    const whole = await painted(type);
    const broken = new Blob([whole.slice(0, 40), new Uint8Array(400)]);
    await expect(decode(signal, broken)).rejects.toThrow(expect.objectContaining({ code: 'image-damaged' }));
  });
});
