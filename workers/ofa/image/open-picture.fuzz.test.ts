import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { OfaError } from '../../protocol/errors.ts';
import { fuzz } from '../../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../../testing/fuzz/outcome.ts';
import { parseBytes, printBytes, varyBytes } from '../../testing/fuzz/vary-bytes.ts';
import { pictureDecoder } from './open-picture.ts';

const { signal } = new AbortController();
/** Nothing but our own readers is under test. */
const decode = pictureDecoder(async () => {
  throw new OfaError('image-unsupported', 'Left to the platform');
});

function photograph() {
  const pixels = new Uint8Array(24 * 18 * 3).map((_, index) => index * 7 + (index >> 5));
  return sharp(pixels, { raw: { width: 24, height: 18, channels: 3 } });
}

async function bytesOf(picture: Sharp): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await picture.toBuffer());
}

const corpora: Readonly<Record<string, readonly Uint8Array<ArrayBuffer>[]>> = {
  PNG: await Promise.all([
    bytesOf(photograph().png()),
    bytesOf(photograph().png({ palette: true, colours: 7 })),
    bytesOf(photograph().greyscale().toColourspace('b-w').png({ progressive: true })),
    bytesOf(photograph().toColourspace('rgb16').png()),
  ]),
  GIF: await Promise.all([bytesOf(photograph().gif()), bytesOf(photograph().gif({ colours: 3 }))]),
};

describe.each(Object.entries(corpora))('a file that begins as a %s', (format, corpus) => {
  it('becomes as many pixels as it says, or one of four errors', async () => {
    const { outcomes } = await fuzz<Uint8Array<ArrayBuffer>>(
      {
        name: `pictures-${format.toLowerCase()}`,
        corpus,
        vary: varyBytes,
        run: (bytes) =>
          outcomeOf(['image-empty', 'image-unsupported', 'image-damaged', 'image-too-large'], async () => {
            const picture = await decode(signal, new Blob([bytes]));
            let read = 0;
            for await (const strip of picture.strips()) read += strip.length;
            const { width, height } = picture;
            if (read !== width * height * 3) throw new Error(`${read} bytes of ${width} × ${height}`);
            return width * height === 24 * 18 ? 'as it was' : 'of another size';
          }),
        print: printBytes,
        parse: parseBytes,
      },
      2_000,
    );
    expect(outcomes.length).toBeGreaterThan(4);
  });
});
