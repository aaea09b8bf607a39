import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

test('another batch brings other captions, the first one can be gone back to, all by keyboard @phone @firefox', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  const seen = [...(await studio.captionTexts())];
  expect(seen).toHaveLength(5);

  const another = page.getByRole('button', { name: '换一批' });
  await another.focus();
  for (const batch of [2, 3]) {
    await page.keyboard.press('Enter');
    await expect(page.getByText(`第 ${batch} 批，共 ${batch} 批`)).toBeAttached();
    await studio.captioned();
    const texts = await studio.captionTexts();
    expect(texts.length).toBeGreaterThan(0);
    expect(seen.filter((text) => texts.includes(text))).toEqual([]);
    await expect(studio.textField).toHaveValue(texts[0]);
    seen.push(...texts);
  }

  const previous = page.getByRole('button', { name: '上一批' });
  await previous.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText('第 1 批，共 3 批')).toBeAttached();
  expect(await studio.captionTexts()).toEqual(seen.slice(0, 5));
});
