import { readFile } from 'node:fs/promises';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { dropFiles } from './support/drop.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

test('three pictures are captioned in turn, one is edited, and all are downloaded as a zip @phone', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, ...['cat.jpg', 'coffee.jpg', 'dog.jpg'].map(samplePicture));
  const strip = page.getByRole('listbox', { name: '3 张图片' });
  await expect(strip.getByRole('option', { name: /写好了$/u })).toHaveCount(3);

  await strip.getByRole('option', { name: 'coffee，写好了' }).click();
  await expect(studio.textField).toHaveValue(/咖啡/u);
  await studio.textField.fill('先喝再说');
  await strip.getByRole('option', { name: 'cat，写好了' }).click();
  await expect(studio.textField).not.toHaveValue('先喝再说');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '全部下载' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('memes.zip');
  const file = new Blob([await readFile(await download.path())]);
  const entries = await new ZipReader(new BlobReader(file)).getEntries();
  expect(entries.map(({ filename }) => filename)).toEqual([
    'cat-meme.png',
    'coffee-meme.png',
    'dog-meme.png',
  ]);
  for (const [index, name] of ['cat.jpg', 'coffee.jpg', 'dog.jpg'].entries()) {
    const entry = entries[index];
    if (entry.directory) throw new Error('a folder');
    const meme = await sharp(await entry.getData(new Uint8ArrayWriter())).metadata();
    const original = await sharp(samplePicture(name).buffer).metadata();
    expect([meme.format, meme.width, meme.height]).toEqual(['png', original.width, original.height]);
  }

  await page.getByRole('button', { name: '拿掉这张' }).click();
  await expect(page.getByRole('listbox', { name: '2 张图片' })).toBeVisible();
  await page.getByRole('button', { name: '放回来' }).click();
  await expect(strip).toBeVisible();
});
