/** The pictures on which quantized variants are compared with float32: deterministic changes of a few originals. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export interface EvaluationPicture {
  /** File and change, for the report. */
  readonly name: string;
  readonly image: Blob;
}

/** Sides of every original before it is changed. */
const side = 224;

/** Each is a picture of its own to the network, and each a thing that people do to pictures. */
const changes: Readonly<Record<string, (original: Sharp) => Sharp>> = {
  plain: (original) => original,
  mirrored: (original) => original.flop(),
  'cropped to the middle': (original) => original.extract({ left: 24, top: 24, width: 176, height: 176 }),
  'cropped to a corner': (original) => original.extract({ left: 0, top: 10, width: 190, height: 190 }),
  'on a wide ground': (original) => original.extend({ left: 60, right: 60, background: '#dfe7ee' }),
  turned: (original) => original.rotate(9, { background: '#ffffff' }),
  brighter: (original) => original.modulate({ brightness: 1.25 }),
  paler: (original) => original.modulate({ saturation: 0.5 }),
  'in other colours': (original) => original.modulate({ hue: 40 }),
  blurred: (original) => original.blur(1.6),
};

const pictureFiles = /\.(jpe?g|png|webp|gif|svg)$/i;

async function pictureFilesOf(folder: string, most: number): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((file) => pictureFiles.test(file)).sort();
  const step = Math.max(1, files.length / most);
  return Array.from({ length: Math.min(most, files.length) }, (_, index) => files[Math.floor(index * step)]);
}

function original(path: string): Sharp {
  return sharp(path, { density: 300 })
    .resize(side, side, { fit: 'contain', background: '#ffffff' })
    .flatten({ background: '#ffffff' });
}

/**
 * Every picture of `samples` in every change, then pictures of `others` as they are: at most `most` of each folder,
 * spread evenly over its names.
 */
export async function* evaluationPictures(
  samples: string,
  others: readonly string[],
  most: number,
): AsyncGenerator<EvaluationPicture, void, undefined> {
  for (const file of await pictureFilesOf(samples, Infinity)) {
    const resized = await original(join(samples, file)).png().toBuffer();
    for (const [name, change] of Object.entries(changes)) {
      const bytes = await change(sharp(resized)).png().toBuffer();
      yield { name: `${file}, ${name}`, image: new Blob([new Uint8Array(bytes)]) };
    }
  }
  for (const folder of others) {
    for (const file of await pictureFilesOf(folder, most)) {
      const bytes = await original(join(folder, file)).png().toBuffer();
      yield { name: file, image: new Blob([new Uint8Array(bytes)]) };
    }
  }
}
