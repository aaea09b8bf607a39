import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeInNode } from '../../cli/decode-image.ts';
import { referencePath } from '../../testing/reference.ts';
import { sniffPictureType } from '../../protocol/picture-type.ts';
import { pictureDecoder } from './open-picture.ts';
import { announcedSize } from './picture-size.ts';

const signal = new AbortController().signal;
const decode = pictureDecoder(decodeInNode);
const photograph = readFileSync(referencePath('nano-zh/golden/images/photo_640x360.png'));

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([new Uint8Array(bytes)]);
}

async function rgbOf(image: Blob): Promise<{ width: number; height: number; rgb: number[] }> {
  const picture = await decode(signal, image);
  const rgb: number[] = [];
  for await (const strip of picture.strips()) rgb.push(...strip);
  return { width: picture.width, height: picture.height, rgb };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

interface PngParts {
  readonly size: readonly [number, number];
  readonly depth: number;
  readonly colourType: number;
  /** Rows, each with its filter byte. */
  readonly rows: Uint8Array;
  readonly palette?: Uint8Array;
  readonly interlace?: number;
}

function png({ size: [width, height], depth, colourType, rows, palette, interlace = 0 }: PngParts): Blob {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, interlace], 8);
  return blobOf(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      ...(palette === undefined ? [] : [chunk('PLTE', palette)]),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', new Uint8Array(0)),
    ]),
  );
}

describe('a PNG', () => {
  it('of 16-bit grey is clipped at 255, as Pillow does', async () => {
    const rows = Uint8Array.of(0, 0, 7, 0, 255, 1, 0, 255, 255);
    const { rgb } = await rgbOf(png({ size: [4, 1], depth: 16, colourType: 0, rows }));
    expect(rgb).toEqual([7, 7, 7, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
  });

  it('of 16-bit colour keeps the high bytes', async () => {
    const rows = Uint8Array.of(0, 10, 99, 20, 99, 30, 99);
    const { rgb } = await rgbOf(png({ size: [1, 1], depth: 16, colourType: 2, rows }));
    expect(rgb).toEqual([10, 20, 30]);
  });

  it.each([
    [1, [0b1010_0000], [255, 0, 255]],
    [2, [0b00_01_10_00], [0, 85, 170]],
    [4, [0x0f, 0x80], [0, 255, 136]],
  ])('of %d-bit grey is spread over 0 to 255', async (depth, bytes, greys) => {
    const { rgb } = await rgbOf(
      png({ size: [3, 1], depth, colourType: 0, rows: Uint8Array.of(0, ...bytes) }),
    );
    expect(rgb).toEqual(greys.flatMap((grey) => [grey, grey, grey]));
  });

  it('with a palette is looked up; an index beyond it is black', async () => {
    const { rgb } = await rgbOf(
      png({
        size: [3, 1],
        depth: 4,
        colourType: 3,
        rows: Uint8Array.of(0, 0x12, 0x00),
        palette: Uint8Array.of(1, 2, 3, 4, 5, 6),
      }),
    );
    expect(rgb).toEqual([4, 5, 6, 0, 0, 0, 1, 2, 3]);
  });

  it('shows the colour that its alpha hides', async () => {
    const rows = Uint8Array.of(0, 9, 8, 7, 0);
    expect((await rgbOf(png({ size: [1, 1], depth: 8, colourType: 6, rows }))).rgb).toEqual([9, 8, 7]);
  });

  it('is unfiltered like libpng does, whatever its filters', async () => {
    const source = sharp(photograph).resize(61, 47).removeAlpha();
    const raw = await source.clone().raw().toBuffer();
    const adaptive = await source.clone().png({ adaptiveFiltering: true }).toBuffer();
    const { width, height, rgb } = await rgbOf(blobOf(adaptive));
    expect([width, height]).toEqual([61, 47]);
    expect(rgb).toEqual([...raw]);
  });

  it('that is interlaced is decoded as well', async () => {
    const source = sharp(photograph).resize(33, 29).removeAlpha();
    const interlaced = await source.clone().png({ progressive: true }).toBuffer();
    expect((await rgbOf(blobOf(interlaced))).rgb).toEqual([...(await source.clone().raw().toBuffer())]);
  });

  it('whose pixels inflate to far more than its size is read to its last row only', async () => {
    const rows = new Uint8Array(50_000_000);
    expect((await rgbOf(png({ size: [2, 2], depth: 8, colourType: 0, rows }))).rgb).toHaveLength(12);
  });
});

describe('a file that is refused', () => {
  const refused: readonly [string, Blob, string][] = [
    ['without bytes', new Blob([]), 'image-empty'],
    ['of text', new Blob(['这不是图片']), 'image-unsupported'],
    ['cut within its header', blobOf(photograph.subarray(0, 20)), 'image-damaged'],
    ['cut within its pixels', blobOf(photograph.subarray(0, 9_000)), 'image-damaged'],
    [
      'whose pixels end early',
      png({ size: [4, 4], depth: 8, colourType: 0, rows: new Uint8Array(9) }),
      'image-damaged',
    ],
    [
      'with an unknown filter',
      png({ size: [1, 1], depth: 8, colourType: 0, rows: Uint8Array.of(9, 0) }),
      'image-damaged',
    ],
    [
      'with an impossible header',
      png({ size: [1, 1], depth: 3, colourType: 0, rows: Uint8Array.of(0, 0) }),
      'image-damaged',
    ],
    [
      'of 900 megapixels',
      png({ size: [30_000, 30_000], depth: 8, colourType: 2, rows: new Uint8Array(1) }),
      'image-too-large',
    ],
  ];

  it.each(refused)('%s', async (_, file, code) => {
    await expect(rgbOf(file)).rejects.toThrow(expect.objectContaining({ code }));
  });

  it.each(['jpeg', 'webp', 'gif'] as const)('cut short as %s', async (format) => {
    const whole = await sharp(photograph).toFormat(format).toBuffer();
    await expect(rgbOf(blobOf(whole.subarray(0, 300)))).rejects.toThrow(
      expect.objectContaining({ code: 'image-damaged' }),
    );
  });
});

describe('the size in a header', () => {
  it.each(['jpeg', 'webp', 'gif', 'avif', 'png'] as const)(
    'of %s is read before decoding',
    async (format) => {
      const file = await sharp(photograph).resize(37, 23, { fit: 'fill' }).toFormat(format).toBuffer();
      const type = sniffPictureType(file);
      expect(type).toBe(`image/${format}`);
      expect(announcedSize(type ?? 'image/png', file)).toEqual({ width: 37, height: 23 });
    },
  );
});
