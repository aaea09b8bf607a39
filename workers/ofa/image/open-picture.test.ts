import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeInNode } from '../../cli/decode-image.ts';
import { type Colour, gifBytes, type GifBytes } from '../../testing/gif-bytes.ts';
import { referencePath } from '../../testing/reference.ts';
import { sniffPictureType } from '../../protocol/picture-type.ts';
import { pictureDecoder } from './open-picture.ts';
import { announcedSize } from '../../protocol/picture-size.ts';

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
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
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

  it.each([
    [1, 1],
    [2, 3],
    [5, 1],
    [33, 29],
  ])('of %d × %d that is interlaced is decoded as well', async (width, height) => {
    const source = sharp(photograph).resize(width, height, { fit: 'fill' }).removeAlpha();
    const interlaced = await source.clone().png({ progressive: true }).toBuffer();
    expect((await rgbOf(blobOf(interlaced))).rgb).toEqual([...(await source.clone().raw().toBuffer())]);
  });

  it.each([2, 4, 16, 200])('with an interlaced palette of %d colours is decoded as well', async (colours) => {
    const source = sharp(photograph).resize(33, 29, { fit: 'fill' }).removeAlpha();
    const file = await source.png({ progressive: true, palette: true, colours }).toBuffer();
    expect((await rgbOf(blobOf(file))).rgb).toEqual([...(await sharp(file).removeAlpha().raw().toBuffer())]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is turned by EXIF orientation %d', async (orientation) => {
    const file = await sharp(photograph).resize(31, 17).withMetadata({ orientation }).png().toBuffer();
    const turned = sharp(file).autoOrient().removeAlpha().raw();
    const { data, info } = await turned.toBuffer({ resolveWithObject: true });
    expect(await rgbOf(blobOf(file))).toEqual({ width: info.width, height: info.height, rgb: [...data] });
  });

  it('is read without its end, and with nonsense in chunks that are none of its pixels', async () => {
    const file = Buffer.from(
      await png({ size: [1, 1], depth: 8, colourType: 0, rows: Uint8Array.of(0, 7) }).arrayBuffer(),
    );
    const afterHeader = 8 + 25;
    const nonsense = Buffer.concat(['eXIf', 'iCCP', 'tEXt'].map((type) => chunk(type, Uint8Array.of(1, 2))));
    const odd = Buffer.concat([file.subarray(0, afterHeader), nonsense, file.subarray(afterHeader, -12)]);
    expect((await rgbOf(blobOf(odd))).rgb).toEqual([7, 7, 7]);
  });

  it('whose pixels inflate to far more than its size is read to its last row only', async () => {
    const rows = new Uint8Array(50_000_000);
    expect((await rgbOf(png({ size: [2, 2], depth: 8, colourType: 0, rows }))).rgb).toHaveLength(12);
  });
});

describe('a GIF', () => {
  const colours: readonly Colour[] = [
    [9, 8, 7],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ];
  const [grey, red, green, blue] = colours;
  const gif = async (changes: Partial<GifBytes>) =>
    (await rgbOf(blobOf(gifBytes({ width: 2, height: 2, colours, frames: [], ...changes })))).rgb;
  const whole = { area: [0, 0, 2, 2], indices: [0, 1, 2, 3] } as const;
  const corner = { area: [1, 1, 1, 1], indices: [1] } as const;

  it('shows the colours of its transparent pixels', async () => {
    const frames = [{ ...whole, transparentIndex: 2 }];
    expect(await gif({ frames })).toEqual([grey, red, green, blue].flat());
  });

  it('is its first frame', async () => {
    expect(await gif({ frames: [whole, corner] })).toEqual([grey, red, green, blue].flat());
  });

  it('has the transparent colour, or else the first, where its frame does not reach', async () => {
    expect(await gif({ frames: [corner] })).toEqual([grey, grey, grey, red].flat());
    const transparent = { ...corner, transparentIndex: 3 };
    expect(await gif({ frames: [transparent] })).toEqual([blue, blue, blue, red].flat());
  });

  it('is grey without a table of colours', async () => {
    const { colours: _, ...withoutTable } = { colours, width: 2, height: 2, frames: [whole] };
    const { rgb } = await rgbOf(blobOf(gifBytes(withoutTable)));
    expect(rgb).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('may be interlaced', async () => {
    const frames = [{ area: [0, 0, 1, 3], indices: [1, 2, 3], interlaced: true } as const];
    expect(await gif({ width: 1, height: 3, frames })).toEqual([red, green, blue].flat());
  });

  it('of a photograph is what libvips makes of it', async () => {
    const file = await sharp(photograph).resize(61, 47).gif().toBuffer();
    expect((await rgbOf(blobOf(file))).rgb).toEqual([...(await sharp(file).removeAlpha().raw().toBuffer())]);
  });
});

describe('a WebP', () => {
  it('shows the colour that its alpha hides', async () => {
    const hidden = Buffer.from([9, 8, 7, 0, 200, 100, 50, 3]);
    const file = await sharp(hidden, { raw: { width: 2, height: 1, channels: 4 } })
      .webp({ lossless: true, exact: true })
      .toBuffer();
    expect((await rgbOf(blobOf(file))).rgb).toEqual([9, 8, 7, 200, 100, 50]);
  });
});

/** A PNG whose last byte of pixels is another than its checksum says. */
function withBrokenPixels(): Buffer {
  const file = Buffer.from(photograph);
  file[file.indexOf('IEND') - 9] ^= 0xff;
  return file;
}

describe('a file that is refused', () => {
  const wide = png({ size: [70_000, 10], depth: 8, colourType: 0, rows: new Uint8Array(1) });
  const megabyte = new Blob([new Uint8Array(1_000_000)]);
  const refused: readonly [string, Blob, string][] = [
    ['without bytes', new Blob([]), 'image-empty'],
    ['of text', new Blob(['这不是图片']), 'image-unsupported'],
    ['cut within its header', blobOf(photograph.subarray(0, 20)), 'image-damaged'],
    ['cut within its pixels', blobOf(photograph.subarray(0, 9_000)), 'image-damaged'],
    ['with a wrong checksum', blobOf(withBrokenPixels()), 'image-damaged'],
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
    [
      'of a GIF whose frame is far larger than its screen',
      blobOf(gifBytes({ width: 1, height: 1, frames: [{ area: [0, 0, 60_000, 60_000], indices: [0] }] })),
      'image-too-large',
    ],
    ['wider than any format but PNG allows', wide, 'image-too-large'],
    [
      'of 301 megabytes',
      new Blob([photograph.subarray(0, 100), ...Array.from({ length: 301 }, () => megabyte)]),
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

  it('of a JPEG may lie behind a megabyte of metadata', async () => {
    const jpeg = await sharp(photograph).jpeg().toBuffer();
    const segment = Buffer.concat([Buffer.of(0xff, 0xef, 0xff, 0xff), Buffer.alloc(0xfffd)]);
    const start = Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: 16 }, () => segment)]);
    const { width, height } = await decode(signal, blobOf(Buffer.concat([start, jpeg.subarray(2)])));
    expect([width, height]).toEqual([640, 360]);
  });
});
