import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

test('the first page shows on samples what the model does, and makes way for a picture', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('./');
  await expect(page.getByText('这三句是刚才在你的浏览器里写的')).toBeVisible();
  await expect(page.getByText(/可以下载 OFA meme large，约 2\s?GB/u)).toBeVisible();
  for (const words of await page.locator('figcaption').allTextContents()) expect(words).not.toBe('');
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
});
