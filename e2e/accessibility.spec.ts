import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { emptyFile, movingGif, samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

/** Half-transparent on its way in, a text has colours that are nobody's. */
async function standStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => {
      const isEndless = animation.effect?.getComputedTiming().iterations === Infinity;
      return isEndless || animation.playState !== 'running';
    }),
  );
}

async function violations(page: Page): Promise<readonly string[]> {
  await standStill(page);
  const results = await new AxeBuilder({ page }).analyze();
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
  );
}

/** Firefox has light colours, and its protocol cannot ask for others. */
const projects = { light: '@phone @firefox', dark: '@phone' } as const;

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing stands in a screen reader's way, ${colorScheme} ${projects[colorScheme]}`, async ({
    page,
    browserName,
  }) => {
    if (browserName === 'chromium') await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
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

  test(`nor do a film strip and the dialogs, ${colorScheme} @phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const studio = new Studio(page);
    await studio.open();
    await dropFiles(page, samplePicture('cat.jpg'), await movingGif());
    const strip = page.getByRole('listbox', { name: '2 张图片' });
    await expect(strip.getByRole('option', { name: /写好了$/u })).toHaveCount(2);
    expect(await violations(page), 'a film strip').toEqual([]);

    const dialog = page.getByRole('dialog');
    const close = dialog.getByRole('button', { name: '关闭' });
    await page.getByRole('button', { name: '收藏图上这句' }).click();
    for (const [button, content] of [
      ['收藏和历史', page.getByRole('button', { name: /^接着改：/u }).first()],
      ['选择和管理模型', page.getByRole('heading', { name: 'OFA 表情包 large（v1.0.2）' })],
      ['用网址', page.getByRole('textbox', { name: '图片的网址' })],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      await expect(content).toBeVisible();
      expect(await violations(page), button).toEqual([]);
      await close.click();
      await expect(dialog).toBeHidden();
    }

    await strip.getByRole('option', { name: 'shiba，写好了' }).click();
    // Where less motion is asked for, nothing moves by itself.
    await expect(page.getByRole('button', { name: '让图动起来' })).toBeVisible();
    await page.getByRole('button', { name: '下载 GIF' }).click();
    await expect(dialog.getByRole('button', { name: /^保存 GIF/u })).toBeVisible();
    expect(await violations(page), 'a GIF').toEqual([]);
  });
}

test('the live region reads the best caption once it is settled @firefox', async ({ page }) => {
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
