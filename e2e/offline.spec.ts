import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { keptFiles } from './support/kept-files.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

test('the second visit works without a network, the model from IndexedDB @firefox', async ({
  page,
  context,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  const online = await studio.captions.allTextContents();
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  // The page's last files are kept after the worker has taken over.
  await expect.poll(async () => (await keptFiles(page)).some((url) => url.endsWith('.wasm'))).toBe(true);

  await context.setOffline(true);
  await page.reload();
  await studio.modelReady();
  expect(await page.evaluate(() => crossOriginIsolated), 'still on several threads').toBe(true);
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  expect(await studio.captions.allTextContents()).toEqual(online);
});

test('the page can be installed', async ({ page }) => {
  await page.goto('./');
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Every window of a test is a private one.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('the second visit downloads no weights again @firefox', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.reload();
  await studio.modelReady();
  expect(requested.filter((url) => url.endsWith('.data') || url.endsWith('.onnx'))).toEqual([]);
});
