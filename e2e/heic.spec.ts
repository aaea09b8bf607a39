import { expect, type Page, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { keptFiles } from './support/kept-files.ts';
import { heicPicture } from './support/pictures.ts';
import { startStaticHost } from './support/static-host.ts';
import { pixelsOf, Studio } from './support/studio.ts';
import { watchViolations } from './support/violations.ts';

/** Those of the decoder's files that the browser keeps. */
async function keptDecoder(page: Page): Promise<readonly string[]> {
  return (await keptFiles(page)).filter((url) => /libheif-.*\.wasm$|heic\.worker-/u.test(url));
}

test('a HEIC is captioned and saved; its decoder comes with the first one and stays when the host is gone @firefox', async ({
  page,
}) => {
  const host = await startStaticHost('/', true);
  const violations = watchViolations(page);
  const studio = new Studio(page);
  await page.goto(host.url);
  await studio.modelReady();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect(await keptDecoder(page), 'nobody has needed it').toEqual([]);

  host.poisoned = /libheif/u;
  await dropFiles(page, heicPicture('coffee'));
  await expect(studio.failure).toHaveAttribute('data-error-code', 'image-heic');
  await expect(studio.failure).toContainText('连上网再试一次');

  host.poisoned = null;
  await dropFiles(page, heicPicture('coffee'));
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
  const online = await studio.captionTexts();
  const download = await studio.downloadPng();
  expect(download.suggestedFilename()).toBe('IMG_0001-meme.png');
  expect(await pixelsOf(download)).toMatchObject({ format: 'png', width: 320, height: 320 });
  await expect.poll(() => keptDecoder(page)).toHaveLength(2);
  expect(violations).toEqual([]);

  await host.close();
  await page.reload();
  await studio.modelReady();
  await dropFiles(page, heicPicture('coffee'));
  await studio.captioned();
  expect(await studio.captionTexts()).toEqual(online);
});

test('the decoder of a HEIC that comes before the service worker is kept all the same', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('./');
  await dropFiles(page, heicPicture('coffee'));
  await studio.captioned();
  await expect.poll(() => keptDecoder(page)).toHaveLength(2);
});
