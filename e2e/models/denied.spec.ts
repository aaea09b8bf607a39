import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import { dropFiles } from '../support/drop.ts';
import { samplePicture } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';
import { createProfile, type BrowserProfile } from './browser-profile.ts';
import { ModelsDialog, whenGot } from './models-dialog.ts';

/** A profile of a person who lets no site keep data. */
async function denyingProfile(): Promise<BrowserProfile> {
  const profile = await createProfile();
  await mkdir(join(profile.folder, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile.folder, 'Default/Preferences'), JSON.stringify(preferences));
  return profile;
}

test('where the browser lets nothing be kept, models run from memory, and the page says so', async ({
  baseURL,
}) => {
  test.setTimeout(240_000);
  const profile = await denyingProfile();
  const context = await profile.open(baseURL);
  const hub = await startNanoHub(nanoCheckpoint());
  try {
    const page = await context.newPage();
    const studio = new Studio(page);
    await studio.open();
    await dropFiles(page, samplePicture('coffee.jpg'));
    await studio.captioned();
    await expect(studio.captions.first()).toContainText('咖啡');

    const models = new ModelsDialog(page);
    await models.open();
    await expect(models.dialog.getByText('浏览器不让保存数据：模型只能留在内存里')).toBeVisible();
    await models.getFromHub(hub);
    await expect(models.inUse).toContainText('damo/ofa_nano', whenGot);
    await expect(models.dialog.getByText('浏览器没让保存模型')).toBeVisible();
  } finally {
    await context.close();
    await hub.close();
    await profile.remove();
  }
});
