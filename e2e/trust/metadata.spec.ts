import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { exifBytes, withJpegSegment } from '../../workers/testing/fuzz/picture-bytes.ts';
import { dropFiles } from '../support/drop.ts';
import { heicPicture, samplePicture, type DroppedFile } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';

const photographs: readonly DroppedFile[] = [
  {
    name: 'IMG_0001.jpg',
    mimeType: 'image/jpeg',
    buffer: withJpegSegment(samplePicture('cat.jpg').buffer, 0xe1, exifBytes(1)),
  },
  heicPicture('turned'),
];

for (const photograph of photographs) {
  test(`a download of ${photograph.name} has nothing of what it knew: no place, no device, no time`, async ({
    page,
  }) => {
    const studio = new Studio(page);
    await studio.open();
    expect(photograph.buffer.includes('Exif'), 'the photograph has a place').toBe(true);
    await dropFiles(page, photograph);
    await studio.captioned();
    const after = await sharp(await (await studio.downloadPng()).path()).metadata();
    expect({ exif: after.exif, xmp: after.xmp, iptc: after.iptc, comments: after.comments }).toEqual({
      exif: undefined,
      xmp: undefined,
      iptc: undefined,
      comments: undefined,
    });
  });
}
