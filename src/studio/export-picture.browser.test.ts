import { describe, expect, it } from 'vitest';
import { openImage } from '../intake/image-input.ts';
import { createDocument } from '../meme/document.ts';
import { defaultOptions } from './export-options.ts';
import { exportPicture } from './export-picture.ts';

async function greenBlob(width: number, height: number, type = 'image/png'): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = 'rgb(0 128 0)';
  context.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type });
}

async function pixelsOf(blob: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(blob);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext(
    '2d',
  ) as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

const meme = createDocument();
const place = 'GPS 39.9042N 116.4074E';

/** A JPEG that says where it was taken: an EXIF header with GPS entries, and a comment. */
async function jpegWithPlace(): Promise<Blob> {
  const jpeg = await greenBlob(40, 30, 'image/jpeg');
  const ascii = [...new TextEncoder().encode(place)];
  const tiff = [
    '4d4d002a00000008',
    // One entry: where the GPS entries begin.
    '0001 8825 0004 00000001 0000001a 00000000',
    // GPSLatitudeRef, and the name of the GPS area behind the list.
    '0002 0001 0002 00000002 4e000000',
    `001b 0007 000000${ascii.length.toString(16)} 00000038 00000000`,
  ].flatMap((line) =>
    Array.from(line.replaceAll(' ', '').match(/../gu) ?? [], (byte) => Number.parseInt(byte, 16)),
  );
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, ...ascii];
  const app1 = Uint8Array.from([0xff, 0xe1, 0, exif.length + 2, ...exif]);
  const comment = Uint8Array.from([0xff, 0xfe, 0, ascii.length + 2, ...ascii]);
  return new Blob([jpeg.slice(0, 2), app1, comment, jpeg.slice(2)], { type: 'image/jpeg' });
}

describe('an exported picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('is written as %s', async (format) => {
    const image = await openImage(await greenBlob(40, 30), 'meadow.png');
    const blob = await exportPicture(image, meme, format, defaultOptions);
    expect(blob.type).toBe(`image/${format}`);
    const { width, height, data } = await pixelsOf(blob);
    expect([width, height]).toEqual([40, 30]);
    expect(Math.abs(data[1] - 128)).toBeLessThan(4);
  });

  it('is smaller at a lower quality', async () => {
    const noise = new OffscreenCanvas(200, 200);
    const context = noise.getContext('2d') as OffscreenCanvasRenderingContext2D;
    for (let at = 0; at < 2000; at += 1) {
      context.fillStyle = `hsl(${(at * 47) % 360} 80% 50%)`;
      context.fillRect((at * 31) % 200, (at * 17) % 200, 5, 5);
    }
    const image = await openImage(await noise.convertToBlob(), 'noise.png');
    const good = await exportPicture(image, meme, 'jpeg', { ...defaultOptions, quality: 0.95 });
    const poor = await exportPicture(image, meme, 'jpeg', { ...defaultOptions, quality: 0.3 });
    expect(poor.size).toBeLessThan(good.size / 2);
  });

  it('is cut to the square in its middle', async () => {
    const image = await openImage(await greenBlob(400, 300), 'meadow.png');
    const options = { ...defaultOptions, size: 'large', shape: 'cut' } as const;
    const { width, height, data } = await pixelsOf(await exportPicture(image, meme, 'png', options));
    expect([width, height]).toEqual([512, 512]);
    expect([...data.subarray(0, 4)]).toEqual([0, 128, 0, 255]);
  });

  it.each([
    ['png', [0, 0, 0, 0]],
    ['jpeg', [255, 255, 255, 255]],
  ] as const)('in a square that it does not fill has a clean margin as %s', async (format, margin) => {
    const image = await openImage(await greenBlob(400, 300), 'meadow.png');
    const options = { ...defaultOptions, size: 'small', shape: 'padded' } as const;
    const { width, height, data } = await pixelsOf(await exportPicture(image, meme, format, options));
    expect([width, height]).toEqual([240, 240]);
    expect([...data.subarray(0, 4)]).toEqual(margin);
    const middle = 4 * (120 * 240 + 120);
    expect(Math.abs(data[middle + 1] - 128)).toBeLessThan(4);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('as %s does not say where it was taken', async (format) => {
    const blob = await jpegWithPlace();
    expect(await blob.text(), 'the original does').toContain(place);
    const image = await openImage(blob, 'holiday.jpg');
    const bytes = new Uint8Array(
      await (await exportPicture(image, meme, format, defaultOptions)).arrayBuffer(),
    );
    const text = new TextDecoder('latin1').decode(bytes);
    expect(text).not.toContain(place);
    expect(text).not.toMatch(/Exif|EXIF|eXIf/u);
  });
});
