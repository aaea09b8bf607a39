import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { nanoCheckpoint } from '../../workers/testing/nano-hub.ts';
import { Studio } from '../support/studio.ts';
import { ModelsDialog } from './models-dialog.ts';

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'my-checkpoint-'));
  for (const [path, blob] of nanoCheckpoint()) {
    await writeFile(join(folder, path), new Uint8Array(await blob.arrayBuffer()));
  }
});
test.afterAll(() => rm(folder, { recursive: true }));

test('a checkpoint folder is converted, verified, exported, and deleted', async ({ page }) => {
  await new Studio(page).open();
  const models = new ModelsDialog(page);
  await models.open();
  const chooser = page.waitForEvent('filechooser');
  await models.button('选文件夹').click();
  await (await chooser).setFiles(folder);
  await expect(models.inUse).toContainText('my-checkpoint');

  const card = models.stored('my-checkpoint');
  await card.getByRole('button', { name: '重新校验' }).click();
  await expect(card.getByText('完好无损')).toBeVisible();

  const download = page.waitForEvent('download');
  await card.getByRole('button', { name: '导出 zip' }).click();
  expect((await download).suggestedFilename()).toMatch(/my-checkpoint.*\.zip$/u);

  await card.getByRole('button', { name: '删除' }).click();
  await expect(card).toBeHidden();
  await expect(models.inUse).toContainText('内置');
});

test('what runs the model can be chosen and is kept', async ({ page }) => {
  await new Studio(page).open();
  const models = new ModelsDialog(page);
  await models.open();
  await models.dialog.getByLabel('WASM（处理器）').check();
  await expect(models.inUse).toContainText('内置');
  await page.reload();
  await models.open();
  await expect(models.dialog.getByLabel('WASM（处理器）')).toBeChecked();
});
