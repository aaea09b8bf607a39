import { statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { dropFiles } from './support/drop.ts';
import { deferred } from '../workers/testing/deferred.ts';
import { movingGif, photographPng, samplePicture } from './support/pictures.ts';
import { changedShare, pixelsOf, Studio } from './support/studio.ts';

test('an animated GIF plays on the stage and leaves as a GIF with text on every frame @phone @firefox', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  const dropped = await movingGif();
  await dropFiles(page, dropped);
  await studio.captioned();
  await expect(page.getByRole('button', { name: '让图停下来' })).toBeVisible();

  await page.getByRole('button', { name: '下载 GIF' }).click();
  const save = page.getByRole('dialog').getByRole('button', { name: /^保存 GIF（[\d.]+\s?MB）$/u });
  await expect(save).toBeVisible();
  await expect(page.getByRole('dialog')).toContainText('320 × 240 像素，12 帧，1.6 秒');
  const downloading = page.waitForEvent('download');
  await save.click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('shiba-meme.gif');
  const path = await download.path();
  expect(statSync(path).size).toBeGreaterThan(10_000);
  const before = await sharp(dropped.buffer, { animated: true }).metadata();
  const after = await sharp(path, { animated: true }).metadata();
  expect([after.format, after.width, after.pageHeight, after.pages]).toEqual(['gif', 320, 240, 12]);
  expect(after.delay).toEqual(before.delay);
  expect(after.loop).toBe(before.loop);

  await page.getByRole('button', { name: '格式和大小' }).click();
  await page.getByRole('radio', { name: 'PNG' }).click();
  const first = await pixelsOf(await studio.downloadPng());
  expect([first.format, first.width, first.height]).toEqual(['png', 320, 240]);
});

test('a sticker for WeChat: a square of 240 pixels, as JPEG @firefox', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await studio.captioned();
  await page.getByRole('button', { name: '格式和大小' }).click();
  await page.getByRole('radio', { name: 'JPEG' }).click();
  await page.getByRole('radio', { name: '240' }).click();
  await page.getByRole('radio', { name: '裁成方' }).click();
  await expect(page.getByText('240 × 240 像素')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载 JPEG' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('cat-meme.jpg');
  const meme = await pixelsOf(download);
  expect([meme.format, meme.width, meme.height]).toEqual(['jpeg', 240, 240]);
});

test('the meme is copied as a picture', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await studio.captioned();
  await page.getByRole('button', { name: '复制' }).click();
  await expect(page.getByRole('status').filter({ hasText: '复制好了' })).toBeAttached();
  const types = await page.evaluate(async () => (await navigator.clipboard.read()).map(({ types }) => types));
  expect(types).toEqual([['image/png']]);
});

test('a Chinese text is on the meme although the face of its Latin letters has not come', async ({
  page,
}) => {
  const { promise: held, resolve: release } = deferred();
  await page.route('**/anton-*.woff2', async (route) => {
    await held;
    await route.continue();
  });
  const studio = new Studio(page);
  await studio.open();
  const dropped = await photographPng(1200, 900);
  await dropFiles(page, dropped);
  await studio.textField.fill('我自己写的字');
  await page.getByRole('radiogroup', { name: '位置' }).getByRole('radio', { name: '下' }).click();
  const meme = await pixelsOf(await studio.downloadPng());
  const original = await sharp(dropped.buffer).removeAlpha().raw().toBuffer();
  expect(changedShare(meme, original, 600, 900)).toBeGreaterThan(0.05);
  release();
});
