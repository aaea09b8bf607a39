import sharp from 'sharp';
import { type DroppedFile, samplePicture } from './pictures.ts';

const subjects = ['cat', 'coffee', 'dog', 'panda', 'party', 'sandals', 'shiba', 'siamese'] as const;

/** So many photographs of 160 × 120 pixels, no two alike. */
export async function smallPictures(count: number): Promise<readonly DroppedFile[]> {
  const small = await Promise.all(
    subjects.map((subject) =>
      sharp(samplePicture(`${subject}.jpg`).buffer)
        .resize(160, 120)
        .png()
        .toBuffer(),
    ),
  );
  return Promise.all(
    Array.from({ length: count }, async (_, index): Promise<DroppedFile> => {
      const turn = Math.floor(index / subjects.length) * 7;
      const tinted = sharp(small[index % subjects.length]).modulate({ hue: turn % 360 });
      const buffer = await tinted.jpeg({ quality: 80 }).toBuffer();
      return { name: `picture-${index}.jpg`, mimeType: 'image/jpeg', buffer };
    }),
  );
}
