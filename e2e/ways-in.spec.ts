import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './chromium.ts';
import { captionNext } from './support/caption-next.ts';
import { dropFiles } from './support/drop.ts';
import { avifPicture, bmpPicture, type DroppedFile, samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

/** A site with a picture that other pages may read, one that they may not, and a page. */
function startSite(requests: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.referer ?? 'no referrer'}`);
    if (request.url !== '/closed.jpg') response.setHeader('access-control-allow-origin', '*');
    if (request.url === '/page') response.setHeader('content-type', 'text/html');
    response.end(request.url === '/page' ? '<!doctype html>' : samplePicture('coffee.jpg').buffer);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

test('a picture is opened by its address; what cannot be says why @phone @firefox', async ({ page }) => {
  const requests: string[] = [];
  const server = await startSite(requests);
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('button', { name: '用网址' }).click();
  const dialog = page.getByRole('dialog');
  const address = dialog.getByRole('textbox', { name: '图片的网址' });

  for (const [typed, code] of [
    ['不是网址', 'link-invalid'],
    [`${site}/closed.jpg`, 'link-blocked'],
    [`${site}/page`, 'link-no-picture'],
  ]) {
    await address.fill(typed);
    await address.press('Enter');
    await expect(dialog.getByRole('alert')).toHaveAttribute('data-error-code', code);
  }

  await address.fill(`${site}/coffee.jpg`);
  await dialog.getByRole('button', { name: '打开' }).click();
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
  expect(requests).toContain('/coffee.jpg no referrer');
  server.close();
});

test('pictures are picked, one or several; a phone’s own camera hands one over @phone', async ({
  page,
  hasTouch,
}) => {
  const studio = new Studio(page);
  await studio.open();
  const pick = async (button: string, ...files: readonly DroppedFile[]): Promise<void> => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: button }).click();
    await (await choosing).setFiles(files);
  };
  const strip = page.getByRole('listbox', { name: /张图片$/u }).getByRole('option');
  await pick('选一张图', samplePicture('coffee.jpg'));
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
  await pick('换一张图', samplePicture('cat.jpg'), samplePicture('dog.jpg'));
  await expect(strip).toHaveCount(3);
  if (hasTouch) {
    await pick('拍一张', samplePicture('shiba.jpg'));
    await expect(strip).toHaveCount(4);
  }
});

test('AVIF and BMP are captioned like any other picture @firefox', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  for (const picture of [await avifPicture('coffee'), await bmpPicture('coffee')]) {
    await captionNext(studio, picture);
    await expect(studio.captions.first(), picture.name).toContainText('咖啡');
  }
});

test('a drawing is captioned like any other picture @firefox', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const photograph = samplePicture('coffee.jpg').buffer.toString('base64');
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><image width="400" height="400" href="data:image/jpeg;base64,${photograph}"/></svg>`;
  await dropFiles(page, { name: 'coffee.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(text) });
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
});

test('the system’s share sheet hands over one picture, or several side by side @firefox', async ({
  page,
  baseURL,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  const manifest = (await (await page.request.get('./manifest.webmanifest')).json()) as {
    readonly share_target: {
      readonly action: string;
      readonly params: { readonly files: [{ name: string }] };
    };
  };
  const { action, params } = manifest.share_target;
  // What the system does: a navigation with a form, from no page.
  const share = async (...files: readonly DroppedFile[]): Promise<void> => {
    await page.goto('about:blank');
    await page.setContent(
      `<form method="post" enctype="multipart/form-data" action="${new URL(action, baseURL).href}">
         <input type="file" multiple name="${params.files[0].name}"><button>share</button></form>`,
    );
    await page.locator('input').setInputFiles(files);
    await page.getByRole('button', { name: 'share' }).click();
  };

  await share({ ...samplePicture('coffee.jpg'), name: '咖啡.jpg' });
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
  expect(new URL(page.url()).search).toBe('');
  const download = await studio.downloadPng();
  expect(download.suggestedFilename()).toBe('咖啡-meme.png');

  await share(samplePicture('cat.jpg'), samplePicture('dog.jpg'));
  const strip = page.getByRole('listbox', { name: '2 张图片' });
  await expect(strip.getByRole('option').first()).toHaveAccessibleName('cat，写好了');
  await expect(strip.getByRole('option').last()).toHaveAccessibleName('dog，写好了');
});

test('a photo is taken, taken again and used; a camera that is not allowed says so kindly', async ({
  baseURL,
}) => {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, '--use-fake-device-for-media-stream'],
  });
  const context = await browser.newContext({
    locale: 'zh-CN',
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  // What is not granted is refused from now on, instead of asked for.
  await context.grantPermissions([]);
  const page = await context.newPage();
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('button', { name: '拍一张' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toHaveAttribute('data-error-code', 'camera-denied');

  await context.grantPermissions(['camera']);
  await dialog.getByRole('button', { name: '再试一次' }).click();
  await dialog.getByRole('button', { name: '拍', exact: true }).click();
  await expect(dialog.getByRole('img', { name: '刚拍的照片' })).toBeVisible();
  await dialog.getByRole('button', { name: '重拍' }).click();
  await dialog.getByRole('button', { name: '拍', exact: true }).click();
  await dialog.getByRole('button', { name: '就用这张' }).click();
  await studio.captioned();
  await expect(studio.captions).toHaveCount(5);
  expect((await studio.downloadPng()).suggestedFilename()).toBe('photo-meme.png');
  await browser.close();
});
