import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import {
  emptyFile,
  hundredMegapixelPng,
  samplePicture,
  textFile,
  truncatedPng,
  type DroppedFile,
} from './support/pictures.ts';
import { pixelsOf, Studio } from './support/studio.ts';

const refused: readonly [string, () => Promise<DroppedFile> | DroppedFile, string, string][] = [
  ['a text file', () => textFile, 'image-unsupported', '不是能打开的图片'],
  ['a truncated PNG', truncatedPng, 'image-damaged', '没有下载完整'],
  ['a file without bytes', () => emptyFile, 'image-empty', '是空的'],
];

for (const [what, make, code, words] of refused) {
  test(`${what} gets a clear message; the picture before it and its text stay`, async ({ page }) => {
    const studio = new Studio(page);
    await studio.open();
    await dropFiles(page, samplePicture('cat.jpg'));
    await studio.captioned();
    await studio.textField.fill('别动我');

    await dropFiles(page, await make());
    await expect(studio.failure).toContainText(words);
    await expect(studio.failure).toHaveAttribute('data-error-code', code);
    await expect(studio.textField).toHaveValue('别动我');
    await expect(studio.captions).toHaveCount(5);

    await dropFiles(page, samplePicture('coffee.jpg'));
    await expect(studio.captions.first()).toContainText('咖啡');
  });
}

test('a picture of 100 megapixels is captioned and leaves at its own size', async ({ page }) => {
  test.setTimeout(240_000);
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, await hundredMegapixelPng());
  await studio.captioned();
  await expect(studio.captions).toHaveCount(5);
  const meme = await pixelsOf(await studio.downloadPng());
  expect([meme.width, meme.height]).toEqual([10_000, 10_000]);
});
