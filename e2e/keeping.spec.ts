import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

test('a meme and a favourite outlive a reload @phone @firefox', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  await page.getByRole('button', { name: '收藏图上这句' }).click();
  const [liked] = await studio.captionTexts();
  await studio.textField.fill('我自己写的');
  await page.getByRole('button', { name: '收藏和历史' }).click();
  await expect(page.getByRole('button', { name: '接着改：我自己写的' })).toBeVisible();

  await page.reload();
  await studio.modelReady();
  await page.getByRole('button', { name: '收藏和历史' }).click();
  await page.getByRole('button', { name: '接着改：我自己写的' }).click();
  await expect(studio.textField).toHaveValue('我自己写的');
  await expect(studio.captions).toHaveCount(5);

  await page.getByRole('button', { name: '收藏和历史' }).click();
  await page.getByRole('button', { name: `写到图上：${liked}` }).click();
  await expect(studio.textField).toHaveValue(liked);
});
