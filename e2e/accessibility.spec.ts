import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { emptyFile, samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

async function violations(page: Page): Promise<readonly string[]> {
  const results = await new AxeBuilder({ page }).analyze();
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing stands in a screen reader's way, ${colorScheme} @phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const studio = new Studio(page);
    await studio.open();
    expect(await violations(page), 'the welcome').toEqual([]);

    await dropFiles(page, samplePicture('cat.jpg'));
    await studio.captioned();
    expect(await violations(page), 'a captioned picture').toEqual([]);

    await dropFiles(page, emptyFile);
    await expect(studio.failure).toBeVisible();
    expect(await violations(page), 'an error').toEqual([]);
  });
}

test('the live region reads the best caption once it is settled', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('coffee.jpg'));
  await expect(page.getByRole('status').filter({ hasText: '写好了 5 条，图上是：' })).toBeAttached();
});

test('the page speaks English where the person does', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    locale: 'en-GB',
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  await page.goto('./');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: '切换到中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await context.close();
});
