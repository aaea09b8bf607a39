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

/**
 * A lossless WebP of 3 × 2 pixels (200, 40, 120; alpha 0), (10, 20, 30; 128), (255, 255, 255; 0), (1, 2, 3; 255),
 * (90, 80, 70; 1), (250, 0, 5; 60), to be turned by a quarter to the right (EXIF orientation 6).
 */
const turnedWebp =
  'data:image/webp;base64,UklGRoQAAABXRUJQVlA4WAoAAAAYAAAAAgAAAQAAVlA4TEQAAAAvAkAAEC+gIAABRFwwwv+B3CCTtoEqqPYJmq9dU9' +
  'C2DdNHotQKepRGJmCxBfMJprn4H5NvSmzTrTkhICFTsskREf2PWEVYSUYaAAAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=';

async function rgbOf(image: Blob): Promise<{ width: number; height: number; rgb: number[] }> {
  const picture = await decode(signal, image);
  const rgb: number[] = [];
  for await (const strip of picture.strips()) rgb.push(...strip);
  return { width: picture.width, height: picture.height, rgb };
}

describe('a WebP', () => {
  it('is turned by EXIF, and keeps the very colours under its alpha', async () => {
    expect(await rgbOf(await (await fetch(turnedWebp)).blob())).toEqual({
      width: 2,
      height: 3,
      rgb: [1, 2, 3, 200, 40, 120, 90, 80, 70, 10, 20, 30, 250, 0, 5, 255, 255, 255],
    });
  });

  it('of many strips is read to its last row', async () => {
    const [width, height] = [1500, 2000];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    for (let row = 0; row < height; row += 1) {
      context.fillStyle = `rgb(${row % 256} ${row >> 8} 0)`;
      context.fillRect(0, row, width, 1);
    }
    const image = await canvas.convertToBlob({ type: 'image/webp', quality: 1 });
    const picture = await decode(signal, image);
    let rows = 0;
    for await (const strip of picture.strips()) {
      for (let start = 0; start < strip.length; start += width * 3, rows += 1)
        expect([...strip.subarray(start, start + 3)]).toEqual([rows % 256, rows >> 8, 0]);
    }
    expect(rows).toBe(height);
  });
});

describe('a JPEG', () => {
  it('of a hundred megapixels is decoded', async () => {
    const side = 10_000;
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.fillStyle = 'rgb(128 128 128)';
    context.fillRect(0, 0, side, side);
    const image = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.5 });
    const resized = await resizePicture(signal, await decode(signal, image), 96);
    expect(resized).toEqual(new Uint8Array(96 * 96 * 3).fill(128));
  });
});

describe('a broken picture', () => {
  it.each(['image/webp', 'image/jpeg'])('of type %s is named as damaged', async (type) => {
    const whole = await painted(type);
    const broken = new Blob([whole.slice(0, 40), new Uint8Array(400)]);
    await expect(decode(signal, broken)).rejects.toThrow(expect.objectContaining({ code: 'image-damaged' }));
  });
});
