import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { deferred } from '../workers/testing/deferred.ts';
import { dropFiles } from './support/drop.ts';
import { photographPng, samplePicture } from './support/pictures.ts';
import { changedShare, pixelsOf, Studio } from './support/studio.ts';

test('first visit: drop a picture, watch captions grow, pick one, edit it, download the PNG @phone @firefox', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();

  const growing: string[] = [];
  await page.exposeFunction('noteCaption', (text: string) => growing.push(text));
  await page.evaluate(() => {
    const note = (window as unknown as { noteCaption: (this: void, text: string) => void }).noteCaption;
    new MutationObserver(() => {
      const first = document.querySelector('[role=option]');
      if (first !== null) note(first.textContent ?? '');
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const dropped = await photographPng(1200, 900);
  await dropFiles(page, dropped);
  await studio.captioned();
  await expect(studio.captions).toHaveCount(5);
  expect(new Set(growing).size, 'a caption was seen before it was whole').toBeGreaterThan(1);

  const [, second] = await studio.captionTexts();
  await studio.captions.nth(1).click();
  await expect(studio.textField).toHaveValue(second);

  await studio.textField.fill('就这？');
  await page.getByRole('radiogroup', { name: '位置' }).getByRole('radio', { name: '下' }).click();
  const download = await studio.downloadPng();
  expect(download.suggestedFilename()).toBe('shiba-meme.png');
  const meme = await pixelsOf(download);
  expect([meme.format, meme.width, meme.height]).toEqual(['png', 1200, 900]);

  const original = await sharp(dropped.buffer).removeAlpha().raw().toBuffer();
  expect(changedShare(meme, original, 0, 450), 'the upper half is untouched').toBeLessThan(0.01);
  expect(changedShare(meme, original, 600, 900), 'the text is painted below').toBeGreaterThan(0.05);
});

test('the whole way by keyboard @firefox', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const sample = page.getByRole('button', { name: /^示例：/u }).first();
  await sample.focus();
  await page.keyboard.press('Enter');
  await studio.captioned();

  await studio.captions.first().focus();
  const [, second, third] = await studio.captionTexts();
  await page.keyboard.press('ArrowDown');
  await expect(studio.textField).toHaveValue(second);
  await page.keyboard.press('ArrowDown');
  await expect(studio.textField).toHaveValue(third);

  await page.getByRole('button', { name: '下载 PNG' }).focus();
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await pixelsOf(await downloading)).format).toBe('png');
});

test('a picture that is dropped before the model is ready is captioned once it is @firefox', async ({
  page,
}) => {
  const studio = new Studio(page);
  const { promise: held, resolve: release } = deferred();
  await page.route('**/models/**/*.onnx', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./');
  await dropFiles(page, samplePicture('cat.jpg'));
  await expect(page.getByText('图收好了，模型就绪就开写')).toBeVisible();
  await studio.textField.fill('我先写着');
  release();
  await studio.captioned();
  await expect(studio.captions).toHaveCount(5);
  await expect(studio.textField).toHaveValue('我先写着');
});

test('a new picture stops the captioning of the old one', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
});

test('pasting a picture and pasting text @phone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('button', { name: '粘贴图片' }).first().focus();
  await page.evaluate(
    async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
      ]);
    },
    (await photographPng(300, 200)).buffer.toString('base64'),
  );
  await page.keyboard.press('ControlOrMeta+V');
  await studio.captioned();
  await expect(studio.captions).toHaveCount(5);

  await page.evaluate(() => navigator.clipboard.writeText('只是文字'));
  await page.getByRole('button', { name: '粘贴图片' }).first().click();
  await expect(studio.failure).toContainText('剪贴板里没有图片');
  await expect(studio.captions).toHaveCount(5);
});
