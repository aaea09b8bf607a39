import { transfer, wrap } from 'comlink';
import libheifUrl from 'libheif-js/libheif-wasm/libheif.wasm?url';
import { beforeAll, expect, it } from 'vitest';
import { OfaError } from './protocol/errors.ts';
import type { HeicService } from './protocol/heic-service.ts';
import { keepErrorCodes } from './protocol/wire.ts';
import { varyBytes } from './testing/fuzz/vary-bytes.ts';
import { tiledHeic, withHeicSize, withRenamedBox } from './testing/heic/change-heic.ts';
import { randomNumbers } from './testing/random.ts';

beforeAll(keepErrorCodes);

async function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/workers/testing/heic/${name}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function libheif(): Promise<ArrayBuffer> {
  return (await fetch(libheifUrl)).arrayBuffer();
}

/** Runs a call of a worker of its own. */
async function serve<Result>(run: (service: HeicService) => Promise<Result>): Promise<Result> {
  const worker = new Worker(new URL('./heic.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await run(wrap<HeicService>(worker));
  } finally {
    worker.terminate();
  }
}

function decode(file: Uint8Array<ArrayBuffer>): Promise<Blob> {
  return serve(async (service) => {
    const library = await libheif();
    await service.load(transfer(library, [library]));
    return service.decode(new Blob([file]), 'IMG_1.HEIC');
  });
}

interface Shown {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => number[];
}

/** What the browser shows of a PNG. @param keepNumbers Leaves its colour profile out of account. */
async function show(png: Blob, keepNumbers = false): Promise<Shown> {
  expect(png.type).toBe('image/png');
  const bitmap = await createImageBitmap(png, { colorSpaceConversion: keepNumbers ? 'none' : 'default' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  return { width, height, at: (x, y) => [...context.getImageData(x, y, 1, 1).data] };
}

/** One character a byte. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

const red = [220, 40, 40, 255] as const;
const green = [40, 180, 60, 255] as const;
const blue = [40, 70, 210, 255] as const;
const yellow = [230, 200, 50, 255] as const;

/** Of one picture at places, as far as its encoder has kept them. */
function expectColours(shown: Shown, ...places: readonly [number, number, readonly number[]][]): void {
  const off = places.map(([x, y, colour]) =>
    Math.max(...shown.at(x, y).map((value, channel) => Math.abs(value - colour[channel]))),
  );
  expect(Math.max(...off), JSON.stringify(places.map(([x, y]) => shown.at(x, y)))).toBeLessThanOrEqual(4);
}

it.each(['plain.heic', 'ten-bit.heic'])('%s: every pixel in its place and colour', async (name) => {
  const shown = await show(await decode(await fixture(name)));
  expect([shown.width, shown.height]).toEqual([120, 80]);
  expectColours(shown, [2, 2, red], [55, 35, red], [117, 2, green], [2, 77, blue], [117, 77, yellow]);
});

it('what is transparent stays so', async () => {
  const shown = await show(await decode(await fixture('transparent.heic')));
  expectColours(shown, [20, 20, red], [20, 60, blue]);
  expect(shown.at(100, 20)[3]).toBe(0);
});

it('a picture on its side is turned once, and brings nothing that the phone knew', async () => {
  const file = await fixture('turned.heic');
  expect(textOf(file)).toContain('Exif');
  const png = await decode(file);
  const shown = await show(png, true);
  expect([shown.width, shown.height]).toEqual([80, 120]);
  expectColours(shown, [10, 10, blue], [70, 10, red], [10, 110, yellow], [70, 110, green]);
  const written = textOf(new Uint8Array(await png.arrayBuffer()));
  expect(written).toContain('iCCP');
  expect(written).not.toMatch(/exif|tEXt|iTXt|zTXt/iu);
});

it('colours are those of the picture’s profile', async () => {
  const shown = await show(await decode(await fixture('turned.heic')));
  const context = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = `color(display-p3 ${blue
    .map((value) => value / 255)
    .slice(0, 3)
    .join(' ')})`;
  context.fillRect(0, 0, 1, 1);
  const wide = [...context.getImageData(0, 0, 1, 1).data];
  expect(wide).not.toEqual(blue);
  expectColours(shown, [10, 10, wide]);
});

it('a mirrored picture is mirrored', async () => {
  const shown = await show(await decode(withRenamedBox(await fixture('turned.heic'), 'irot', 'imir')), true);
  expect([shown.width, shown.height]).toEqual([120, 80]);
  expectColours(shown, [10, 10, green], [110, 10, red], [10, 70, yellow], [110, 70, blue]);
});

it('tiles make one picture, and end at its edge', async () => {
  const tiled = tiledHeic(await fixture('plain.heic'), 2, 2, { width: 201, height: 130 });
  const shown = await show(await decode(tiled));
  expect([shown.width, shown.height]).toEqual([201, 130]);
  expectColours(shown, [10, 10, red], [130, 90, red], [198, 10, green], [10, 127, blue], [198, 127, yellow]);
});

it.each([0.1, 0.5, 0.9])('a file that is cut after %f of it is damaged', async (share) => {
  const whole = await fixture('plain.heic');
  const cut = decode(whole.slice(0, whole.length * share));
  await expect(cut).rejects.toMatchObject({ code: 'image-damaged', details: { file: 'IMG_1.HEIC' } });
});

it.each([
  ['a huge picture', (file) => withHeicSize(file, { width: 30_000, height: 30_000 }), 'image-too-large'],
  [
    'a picture that is the largest there can be',
    (file) => withHeicSize(file, { width: 2 ** 32 - 1, height: 2 ** 32 - 1 }),
    'image-too-large',
  ],
  [
    'a huge picture of few tiles',
    (file) => tiledHeic(file, 2, 2, { width: 30_000, height: 30_000 }),
    'image-too-large',
  ],
  [
    'a picture that says another size',
    (file) => withHeicSize(file, { width: 4_000, height: 3_000 }),
    'image-damaged',
  ],
  ['zeros that begin like a HEIC', (file) => file.slice().fill(0, 12), 'image-damaged'],
] satisfies [string, (file: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, string][])(
  '%s is refused',
  async (_, change, code) => {
    await expect(decode(change(await fixture('plain.heic')))).rejects.toMatchObject({
      name: 'OfaError',
      code,
    });
  },
);

it('a picture in another coding is not one that can be opened', async () => {
  await expect(decode(await fixture('plain.avif'))).rejects.toMatchObject({ code: 'image-unsupported' });
});

it('whatever happens to a file, it ends as a picture or with a code', async () => {
  const random = randomNumbers(20_240);
  const files = await Promise.all(
    ['plain.heic', 'turned.heic', 'transparent.heic', 'ten-bit.heic'].map(fixture),
  );
  const ends = { pictures: 0, errors: 0 };
  for (let count = 0; count < 30; count += 1) {
    const file = varyBytes(random, files[random(files.length)], files[random(files.length)]);
    try {
      const { width, height } = await show(await decode(file));
      expect(width * height).toBeLessThanOrEqual(120_000_000);
      ends.pictures += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(OfaError);
      expect((error as OfaError).code).toMatch(/^image-/u);
      ends.errors += 1;
    }
  }
  expect(ends.pictures, 'damage that a decoder does not notice').toBeGreaterThan(0);
  expect(ends.errors).toBeGreaterThan(0);
});

it('what is no decoder is refused', async () => {
  const html = new TextEncoder().encode('<!doctype html>');
  await expect(serve((service) => service.load(html.buffer))).rejects.toBeInstanceOf(OfaError);
});
