import { readFile } from 'node:fs/promises';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { type Download, expect, test } from '@playwright/test';
import sharp from 'sharp';
import { dropFiles } from './support/drop.ts';
import { movingGif, samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function unzipped(download: Download): Promise<readonly ZippedFile[]> {
  const file = new Blob([await readFile(await download.path())]);
  const entries = await new ZipReader(new BlobReader(file)).getEntries();
  return Promise.all(
    entries.map(async (entry) => {
      if (entry.directory) throw new Error(`${entry.filename} is a folder`);
      return { name: entry.filename, bytes: await entry.getData(new Uint8ArrayWriter()) };
    }),
  );
}

test('three pictures are captioned in turn, one is edited, and all are downloaded as a zip @phone @firefox', async ({
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
  const memes = await unzipped(download);
  expect(memes.map(({ name }) => name)).toEqual(['cat-meme.png', 'coffee-meme.png', 'dog-meme.png']);
  for (const [index, name] of ['cat.jpg', 'coffee.jpg', 'dog.jpg'].entries()) {
    const meme = await sharp(memes[index].bytes).metadata();
    const original = await sharp(samplePicture(name).buffer).metadata();
    expect([meme.format, meme.width, meme.height]).toEqual(['png', original.width, original.height]);
  }

  await page.getByRole('button', { name: '拿掉这张' }).click();
  await expect(page.getByRole('listbox', { name: '2 张图片' })).toBeVisible();
  await page.getByRole('button', { name: '放回来' }).click();
  await expect(strip).toBeVisible();
});

test('an animation among the pictures is in the zip as a GIF with all of its frames', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('coffee.jpg'), await movingGif());
  const strip = page.getByRole('listbox', { name: '2 张图片' });
  await expect(strip.getByRole('option', { name: /写好了$/u })).toHaveCount(2);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '全部下载' }).click();
  const [still, moving] = await unzipped(await downloading);
  expect([still.name, moving.name]).toEqual(['coffee-meme.png', 'shiba-meme.gif']);
  const { format, pages, width, pageHeight } = await sharp(moving.bytes, { animated: true }).metadata();
  expect([format, pages, width, pageHeight]).toEqual(['gif', 12, 320, 240]);
});

test('pictures are put in another order by dragging them with the mouse', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, ...['cat.jpg', 'coffee.jpg', 'dog.jpg'].map(samplePicture));
  const options = page.getByRole('listbox', { name: '3 张图片' }).getByRole('option');
  // A press in the very middle would be taken for a screen reader's; the left edge of the other lies before its middle.
  await options.last().dragTo(options.first(), {
    sourcePosition: { x: 14, y: 20 },
    targetPosition: { x: 4, y: 28 },
  });
  await expect(options.first()).toHaveAccessibleName(/^dog/u);
  await expect(options.nth(1)).toHaveAccessibleName(/^cat/u);
  await expect(options.last()).toHaveAccessibleName(/^coffee/u);
});
