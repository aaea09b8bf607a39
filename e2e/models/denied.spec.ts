import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import { chromiumArguments, chromiumPath } from '../chromium.ts';
import { dropFiles } from '../support/drop.ts';
import { samplePicture } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';
import { ModelsDialog, whenGot } from './models-dialog.ts';

/** A profile of a person who lets no site keep data. */
async function denyingProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'ofa-meme-denied-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return profile;
}

test('where the browser lets nothing be kept, models run from memory, and the page says so', async ({
  baseURL,
}) => {
  test.setTimeout(240_000);
  const profile = await denyingProfile();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: chromiumArguments,
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    ...(baseURL === undefined ? {} : { baseURL }),
  });
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
    await rm(profile, { recursive: true, force: true });
  }
});
