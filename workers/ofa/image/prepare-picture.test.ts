import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeInNode } from '../../cli/decode-image.ts';
import { goldenTensor, referencePath } from '../../testing/reference.ts';
import { pictureDecoder } from './open-picture.ts';
import { picturePreparation } from './prepare-picture.ts';
import { resizePicture } from './resize.ts';

const signal = new AbortController().signal;
const decode = pictureDecoder(decodeInNode);
const side = 96;

function goldenImage(file: string): Blob {
  return new Blob([new Uint8Array(readFileSync(referencePath(`nano-zh/golden/images/${file}`)))]);
}

async function resized(image: Blob, to = side): Promise<Uint8Array> {
  return resizePicture(signal, await decode(signal, image), to);
}

describe.each(['photo_640x360.png', 'small_50x70.png', 'rgba_200x150.png', 'gray_123x211.png'])(
  '%s',
  (file) => {
    const name = file.replace('.png', '');

    it('is resized bit for bit as Pillow does', async () => {
      expect(await resized(goldenImage(file))).toEqual(goldenTensor(`${name}/resized_rgb`).data);
    });

    it('becomes the very patch image of the reference', async () => {
      const values = await picturePreparation(decode)(signal, goldenImage(file), {
        patchImageSize: side,
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
      });
      expect(values).toEqual(goldenTensor(`${name}/patch_image`).data);
    });
  },
);

describe('a JPEG turned by EXIF', () => {
  it('is resized as the reference does', async () => {
    expect(await resized(goldenImage('exif6_320x200.jpg'))).toEqual(
      goldenTensor('exif6_320x200/resized_rgb').data,
    );
  });

  it('gives the same as its decoded PNG', async () => {
    expect(await resized(goldenImage('exif6_320x200.decoded.png'))).toEqual(
      goldenTensor('exif6_320x200/resized_rgb').data,
    );
  });
});

function noise(width: number, height: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 7919) % 251));
}

async function pngOf(width: number, height: number): Promise<Blob> {
  const png = await sharp(noise(width, height), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return new Blob([new Uint8Array(png)]);
}

describe('resizing', () => {
  it('leaves a picture of the right size alone', async () => {
    expect(await resized(await pngOf(40, 40), 40)).toEqual(new Uint8Array(noise(40, 40)));
  });

  it('does not depend on how the picture is cut into strips', async () => {
    const [width, height] = [700, 900];
    const pixels = new Uint8Array(noise(width, height));
    const inStrips = (rows: number) =>
      resizePicture(
        signal,
        {
          width,
          height,
          async *strips() {
            for (let row = 0; row < height; row += rows)
              yield pixels.subarray(row * width * 3, Math.min(height, row + rows) * width * 3);
          },
        },
        side,
      );
    expect(await inStrips(7)).toEqual(await inStrips(900));
  });

  it.each([
    [1, 1],
    [1, 5000],
    [5000, 1],
  ])('works on %d × %d pixels', async (width, height) => {
    expect(await resized(await pngOf(width, height))).toHaveLength(side * side * 3);
  });

  it('works on a hundred megapixels', async () => {
    const picture = { width: 10_000, height: 10_000, channels: 3, background: '#c82878' } as const;
    const file = await sharp({ create: picture }).png().toBuffer();
    const rgb = await resized(new Blob([new Uint8Array(file)]));
    expect(rgb).toEqual(new Uint8Array(side * side * 3).map((_, index) => [200, 40, 120][index % 3]));
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const picture = await decode(controller.signal, await pngOf(64, 64));
    controller.abort();
    await expect(resizePicture(controller.signal, picture, side)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
