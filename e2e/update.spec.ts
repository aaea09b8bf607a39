import { expect, test, type Page } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { samplePicture } from './support/pictures.ts';
import { secondBuild } from './support/second-build.ts';
import { startStaticHost, type StaticHost } from './support/static-host.ts';
import { Studio } from './support/studio.ts';

let host: StaticHost;

test.beforeEach(async () => {
  host = await startStaticHost('/', true);
});
test.afterEach(() => host.close());

const isSecond = async (page: Page): Promise<boolean> =>
  (await page.locator('meta[name=version]').count()) === 1;
const asked = (page: Page) => page.getByText('有新版本了。');

test('a new version takes over when the person says so, and what they made is there afterwards', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const studio = new Studio(page);
  await page.goto(host.url);
  await studio.modelReady();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  await studio.textField.fill('我自己写的');

  host.replaced = await secondBuild();
  const other = await context.newPage();
  await other.goto(host.url);
  // The browser looks for a new version after a visit, when it likes.
  await other.evaluate(async () => (await navigator.serviceWorker.ready).update());

  await expect(asked(other)).toHaveText('有新版本了。');
  await other.getByRole('button', { name: '以后再说' }).click();
  await expect(asked(other)).toBeHidden();
  await expect(asked(page)).toContainText('写了字的图在“收藏和历史”里');
  await expect(studio.textField).toHaveValue('我自己写的');
  expect(await isSecond(page), 'not before the person says so').toBe(false);
  await page.getByRole('button', { name: '更新', exact: true }).click();
  await expect.poll(() => isSecond(page).catch(() => false)).toBe(true);
  await studio.modelReady();
  await page.getByRole('button', { name: '收藏和历史' }).click();
  await page.getByRole('button', { name: '接着改：我自己写的' }).click();
  await expect(studio.textField).toHaveValue('我自己写的');
  await expect(studio.captions).toHaveCount(5);

  expect(await isSecond(other), 'another tab is left alone').toBe(false);
  await other.getByRole('button', { name: '更新', exact: true }).click();
  await expect.poll(() => isSecond(other).catch(() => false)).toBe(true);
  await expect(asked(other)).toBeHidden();
});
