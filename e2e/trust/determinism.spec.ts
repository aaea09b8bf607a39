import { expect, test } from '@playwright/test';
import { dropFiles } from '../support/drop.ts';
import { samplePicture } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';

/** Captions and confidences of the first batch and of one that is drawn, of a picture on a page that was just opened. */
async function twoBatches(studio: Studio): Promise<readonly (readonly string[])[]> {
  await dropFiles(studio.page, samplePicture('panda.jpg'));
  await studio.captioned();
  const searched = await studio.captions.allTextContents();
  await studio.page.getByRole('button', { name: '换一批' }).click();
  await expect(studio.page.getByText('第 2 批，共 2 批')).toBeAttached();
  await studio.captioned();
  return [searched, await studio.captions.allTextContents()];
}

test('the same picture gets the same captions after a reload, and the same when others are drawn', async ({
  page,
}) => {
  const studio = new Studio(page);
  await studio.open();
  const before = await twoBatches(studio);
  expect(before[0]).toHaveLength(5);
  expect(before[1]).not.toEqual(before[0]);
  await page.reload();
  await studio.modelReady();
  expect(await twoBatches(studio)).toEqual(before);
});
