import { describe, expect, it } from 'vitest';
import { closeImage, openImage } from './image-input.ts';

/** A picture that is red in its left half and blue in its right, encoded by the browser. */
async function encode(type: string, width = 40, height = 20): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = 'red';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = 'blue';
  context.fillRect(width / 2, 0, width / 2, height);
  return canvas.convertToBlob({ type, quality: 1 });
}

/** A JPEG with an EXIF header that says how it is to be turned. */
async function encodeTurned(orientation: number): Promise<Blob> {
  const jpeg = await encode('image/jpeg');
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  const segment = Uint8Array.from([0xff, 0xe1, 0, exif.length + 2, ...exif]);
  return new Blob([jpeg.slice(0, 2), segment, jpeg.slice(2)], { type: 'image/jpeg' });
}

function colourAt(canvas: HTMLCanvasElement, x: number, y: number): 'red' | 'blue' {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const [red, , blue] = context.getImageData(x, y, 1, 1).data;
  return red > blue ? 'red' : 'blue';
}

describe('a picture', () => {
  it.each(['image/png', 'image/jpeg', 'image/webp'])('is opened from %s', async (type) => {
    const image = await openImage(await encode(type), 'holiday.photo.png');
    expect(image).toMatchObject({ width: 40, height: 20, name: 'holiday.photo' });
    expect(colourAt(image.preview, 2, 10)).toBe('red');
    expect(colourAt(image.preview, 38, 10)).toBe('blue');
    closeImage(image);
  });

  it('is opened whatever its name and declared type say', async () => {
    const bytes = await encode('image/png');
    const image = await openImage(new Blob([bytes], { type: 'text/plain' }), 'notes.txt');
    expect(image.width).toBe(40);
    closeImage(image);
  });

  it('is turned as its EXIF header says', async () => {
    const image = await openImage(await encodeTurned(6), 'turned.jpg');
    expect(image).toMatchObject({ width: 20, height: 40 });
    expect(colourAt(image.preview, 10, 2)).toBe('red');
    expect(colourAt(image.preview, 10, 38)).toBe('blue');
    closeImage(image);
  });

  it('that is very large is previewed smaller and kept whole for export', async () => {
    const image = await openImage(await encode('image/png', 5000, 1000), 'large.png');
    expect(image).toMatchObject({ width: 5000, height: 1000 });
    expect(image.preview.width).toBe(2560);
    expect(image.source.naturalWidth).toBe(5000);
    closeImage(image);
  });
});

const refusal = (blob: Blob): Promise<unknown> =>
  openImage(blob, 'file.bin').then(
    () => 'opened',
    (error: unknown) => error,
  );

describe('what cannot be opened is refused by code', () => {
  it('an empty file', async () => {
    expect(await refusal(new Blob([]))).toMatchObject({ code: 'image-empty', details: { file: 'file.bin' } });
  });

  it('a text file', async () => {
    expect(await refusal(new Blob(['不是图片']))).toMatchObject({ code: 'image-unsupported' });
  });

  it.each(['image/png', 'image/jpeg', 'image/webp'])('a truncated %s', async (type) => {
    const whole = await encode(type);
    expect(await refusal(whole.slice(0, whole.size * 0.6))).toMatchObject({ code: 'image-damaged' });
  });

  it('a file that only begins like a picture', async () => {
    const fake = new Blob([Uint8Array.from([0x42, 0x4d, ...new Uint8Array(12), 40, ...new Uint8Array(80)])]);
    expect(await refusal(fake)).toMatchObject({ code: 'image-damaged' });
  });
});
