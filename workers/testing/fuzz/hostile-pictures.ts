/** Files that call themselves pictures and are broken, huge, or something else as well. */
import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { ErrorCode } from '../../protocol/errors.ts';
import { gifBytes } from '../gif-bytes.ts';
import { tiledHeic, withHeicSize } from '../heic/change-heic.ts';
import { bmpFile, exifBytes, pngChunk, pngFile, withJpegSegment, withJpegSize } from './picture-bytes.ts';

export interface HostilePicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The error that it must get, or the size of the picture that it is in spite of all. */
  readonly expected: ErrorCode | readonly [width: number, height: number];
  /** What becomes of it on the page, where that is another: it opens more formats, by the browser's decoders and ours. */
  readonly onPage?: ErrorCode | 'captioned';
}

/** A gradient with noise, so that no encoder makes it trivial. */
function photograph(width: number, height: number) {
  const pixels = new Uint8Array(width * height * 3).map((_, index) => index * 7 + (index >> 5));
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

function row(bytes: number): Uint8Array {
  return new Uint8Array(1 + bytes);
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60">
  <script>fetch('https://evil.example/')</script>
  <image href="https://evil.example/x.png" width="80" height="60"/>
  <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/></foreignObject></svg>`;

const html = '<!doctype html><script>document.title = "owned"</script>';

/** A picture of 80 × 60 in each format, cut in its middle. */
async function truncated(): Promise<readonly HostilePicture[]> {
  const formats = ['png', 'jpeg', 'webp', 'avif', 'gif'] as const;
  return Promise.all(
    formats.map(async (format): Promise<HostilePicture> => {
      const whole = await photograph(80, 60).toFormat(format).toBuffer();
      const bytes = whole.subarray(0, Math.floor(whole.length / 2));
      return { name: `a truncated ${format}`, bytes, expected: 'image-damaged' };
    }),
  );
}

/** Pictures of a phone, which the page alone opens. */
async function heic(): Promise<readonly HostilePicture[]> {
  const whole = await readFile(new URL('../heic/plain.heic', import.meta.url));
  const size = { width: 30_000, height: 30_000 };
  const broken = [
    ['a truncated heic', whole.subarray(0, Math.floor(whole.length / 2)), 'image-damaged'],
    ['a HEIC of 30,000 × 30,000', withHeicSize(whole, size), 'image-too-large'],
    ['a HEIC of four small tiles that are 30,000 × 30,000', tiledHeic(whole, 2, 2, size), 'image-too-large'],
    ['zeros that begin like a HEIC', Buffer.from('\0\0\0\x18ftypheic'.padEnd(4096, '\0')), 'image-damaged'],
  ] as const;
  return broken.map(([name, bytes, onPage]) => ({ name, bytes, expected: 'image-unsupported', onPage }));
}

/** All of them. Made anew on each call; a few seconds' work. */
export async function hostilePictures(): Promise<readonly HostilePicture[]> {
  const jpeg = await photograph(80, 60).jpeg().toBuffer();
  const png = await photograph(80, 60).png().toBuffer();
  const gif = await photograph(80, 60).gif().toBuffer();
  const manyFrames = gifBytes({
    width: 8,
    height: 8,
    colours: [
      [0, 0, 0],
      [255, 255, 255],
    ],
    frames: Array.from({ length: 2_000 }, (_, frame) => ({
      area: [0, 0, 8, 8] as const,
      indices: Array.from({ length: 64 }, (_, pixel) => (pixel + frame) & 1),
    })),
  });
  const metadata = Array.from({ length: 12 }).reduce<Buffer>(
    (file) => withJpegSegment(file, 0xe1, Buffer.alloc(65_000, 'http://ns.adobe.com/xap/1.0/\0')),
    jpeg,
  );
  const profile = Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(64 * 2 ** 20))]);
  const text = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(64 * 2 ** 20, 'A'))]);
  const size = [80, 60] as const;
  return [
    { name: 'no bytes', bytes: new Uint8Array(0), expected: 'image-empty' },
    { name: 'a single byte', bytes: Uint8Array.of(0x89), expected: 'image-unsupported' },
    { name: 'a signature and nothing else', bytes: png.subarray(0, 8), expected: 'image-damaged' },
    {
      name: 'a wrong signature',
      bytes: Buffer.concat([Buffer.from([0x88]), png.subarray(1)]),
      expected: 'image-unsupported',
    },
    { name: 'HTML', bytes: Buffer.from(html), expected: 'image-unsupported' },
    {
      name: 'SVG with scripts and references',
      bytes: Buffer.from(svg),
      expected: 'image-unsupported',
      onPage: 'captioned',
    },
    { name: 'a TIFF', bytes: await photograph(80, 60).tiff().toBuffer(), expected: 'image-unsupported' },
    ...(await truncated()),
    ...(await heic()),

    { name: 'a single pixel', bytes: pngFile({ width: 1, height: 1, rows: row(1) }), expected: [1, 1] },
    {
      name: 'a column of 20,000 pixels',
      bytes: await photograph(1, 20_000).png().toBuffer(),
      expected: [1, 20_000],
    },
    {
      name: 'a row of 20,000 pixels',
      bytes: await photograph(20_000, 1).jpeg().toBuffer(),
      expected: [20_000, 1],
    },
    {
      name: 'a PNG without width',
      bytes: pngFile({ width: 0, height: 4, rows: row(0) }),
      expected: 'image-damaged',
    },
    {
      name: 'a PNG of 30,000 × 30,000',
      bytes: pngFile({ width: 30_000, height: 30_000, colourType: 2, rows: row(1) }),
      expected: 'image-too-large',
    },
    {
      name: 'a PNG of 2³¹ × 2³¹',
      bytes: pngFile({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, rows: row(1) }),
      expected: 'image-too-large',
    },
    {
      name: 'a JPEG of 65,535 × 65,535',
      bytes: withJpegSize(jpeg, 65_535, 65_535),
      expected: 'image-too-large',
    },
    { name: 'a BMP of 30,000 × 30,000', bytes: bmpFile(30_000, 30_000, 64), expected: 'image-too-large' },
    {
      name: 'a GIF of 1 × 1 whose frame is 65,535 × 65,535',
      bytes: gifBytes({
        width: 1,
        height: 1,
        colours: [
          [0, 0, 0],
          [255, 255, 255],
        ],
        frames: [{ area: [0, 0, 65_535, 65_535], indices: [0] }],
      }),
      expected: 'image-too-large',
      // Beyond the browser's own limits, in a picture that says it is small: it does not tell why it refuses it.
      onPage: 'image-damaged',
    },
    {
      name: 'a PNG whose pixels inflate to 64 MB',
      bytes: pngFile({ width: 2, height: 2, rows: new Uint8Array(64 * 2 ** 20) }),
      expected: [2, 2],
    },
    {
      name: 'a PNG whose colour profile inflates to 64 MB',
      bytes: pngFile({
        width: 80,
        height: 60,
        rows: new Uint8Array(81 * 60),
        chunks: [pngChunk('iCCP', profile)],
      }),
      expected: size,
    },
    {
      name: 'a PNG whose comment inflates to 64 MB',
      bytes: pngFile({
        width: 80,
        height: 60,
        rows: new Uint8Array(81 * 60),
        chunks: [pngChunk('zTXt', text)],
      }),
      expected: size,
    },
    { name: 'a GIF of 2,000 frames', bytes: manyFrames, expected: [8, 8] },

    {
      name: 'a CMYK JPEG',
      bytes: await photograph(80, 60).toColourspace('cmyk').jpeg().toBuffer(),
      expected: size,
    },
    {
      name: 'a PNG of 16 bits',
      bytes: await photograph(80, 60).toColourspace('rgb16').png().toBuffer(),
      expected: size,
    },
    {
      name: 'a JPEG with a colour profile',
      bytes: await photograph(80, 60).withIccProfile('p3').jpeg().toBuffer(),
      expected: size,
    },
    {
      name: 'a progressive JPEG',
      bytes: await photograph(80, 60).jpeg({ progressive: true }).toBuffer(),
      expected: size,
    },
    { name: 'a JPEG with 780 kB of metadata', bytes: metadata, expected: size },
    {
      name: 'a JPEG on its side, with a place and a directory that follows itself',
      bytes: withJpegSegment(jpeg, 0xe1, exifBytes(6)),
      expected: [60, 80],
    },
    {
      name: 'a PNG on its side',
      bytes: pngFile({
        width: 80,
        height: 60,
        rows: new Uint8Array(81 * 60),
        chunks: [pngChunk('eXIf', exifBytes(8).subarray(6))],
      }),
      expected: [60, 80],
    },

    { name: 'a JPEG that is a zip file too', bytes: Buffer.concat([jpeg, emptyZip()]), expected: size },
    {
      name: 'a PNG with a web page behind it',
      bytes: Buffer.concat([png, Buffer.from(html)]),
      expected: size,
    },
    {
      name: 'a GIF with a web page behind it',
      bytes: Buffer.concat([gif, Buffer.from(html)]),
      expected: size,
    },
    {
      name: 'a script that begins like a GIF',
      bytes: Buffer.from('GIF89a/*\0\0\0*/=1;alert(1)//'),
      expected: 'image-damaged',
    },
  ];
}

/** An empty zip file: its end record alone. */
function emptyZip(): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  return end;
}
