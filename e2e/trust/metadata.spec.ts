import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { exifBytes, withJpegSegment } from '../../workers/testing/fuzz/picture-bytes.ts';
import { dropFiles } from '../support/drop.ts';
import { samplePicture, type DroppedFile } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';

test('a download has nothing of what the photograph knew: no place, no device, no time', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const photograph = withJpegSegment(samplePicture('cat.jpg').buffer, 0xe1, exifBytes(1));
  const dropped: DroppedFile = { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: photograph };
  const before = await sharp(dropped.buffer).metadata();
  expect(before.exif, 'the photograph has a place').toBeDefined();
  await dropFiles(page, dropped);
  await studio.captioned();
  const after = await sharp(await (await studio.downloadPng()).path()).metadata();
  expect({ exif: after.exif, xmp: after.xmp, iptc: after.iptc, comments: after.comments }).toEqual({
    exif: undefined,
    xmp: undefined,
    iptc: undefined,
    comments: undefined,
  });
});
