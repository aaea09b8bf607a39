import { describe, expect, it } from 'vitest';
import { decodeInNode } from '../../cli/decode-image.ts';
import { hostilePictures } from '../../testing/fuzz/hostile-pictures.ts';
import { pictureDecoder } from './open-picture.ts';

const { signal } = new AbortController();
const decode = pictureDecoder(decodeInNode);
const pictures = await hostilePictures();

/** The picture's size once it was read to its last row, or the code of the error. */
async function outcome(file: Blob): Promise<unknown> {
  try {
    const picture = await decode(signal, file);
    const { width, height } = picture;
    let bytes = 0;
    for await (const strip of picture.strips()) bytes += strip.length;
    expect(bytes).toBe(width * height * 3);
    return [width, height];
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

describe('a file that is', () => {
  it.each(pictures.map((picture) => [picture.name, picture] as const))('%s', async (name, picture) => {
    expect([name, await outcome(new Blob([new Uint8Array(picture.bytes)]))]).toEqual([
      name,
      picture.expected,
    ]);
  });

  it('301 MB long is refused before it is read', async () => {
    const piece = new Uint8Array(2 ** 20);
    const pixel = pictures.find(({ name }) => name === 'a single pixel');
    const file = new Blob([new Uint8Array(pixel?.bytes ?? []), ...Array.from({ length: 301 }, () => piece)]);
    expect(await outcome(file)).toBe('image-too-large');
  });
});
