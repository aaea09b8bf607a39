import { expect, test } from '@playwright/test';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { Studio } from '../support/studio.ts';
import { ModelsDialog } from './models-dialog.ts';

const weights = 'pytorch_model.bin';
const name = 'damo/ofa_nano';

let hub: StandInHub;

test.beforeAll(async () => {
  hub = await startNanoHub(nanoCheckpoint());
});
test.afterEach(() => {
  hub.heal();
  hub.cors = true;
});
test.afterAll(() => hub.close());

test.beforeEach(async ({ page }) => {
  await new Studio(page).open();
  await new ModelsDialog(page).open();
});

test('a checkpoint is downloaded, converted, used, and there on the next visit', async ({ page }) => {
  const models = new ModelsDialog(page);
  await models.getFromHub(hub);
  await expect(models.inUse).toContainText(name);
  await expect(models.stored(name)).toContainText('int8');
  await page.reload();
  await models.open();
  await expect(models.inUse).toContainText(name);
});

test('a download that a reload has interrupted goes on where it was', async ({ page }) => {
  const models = new ModelsDialog(page);
  hub.fail(weights, { kind: 'stall', at: 9_000_000 }, 99);
  await models.getFromHub(hub);
  await hub.stalled();
  await page.reload();
  hub.heal();
  await models.open();
  await expect(models.dialog.getByText('有一个模型没有下载完。')).toBeVisible();
  await models.button('继续').click();
  await expect(models.inUse).toContainText(name);
});

test('a download is paused and gone on with', async ({ page }) => {
  const models = new ModelsDialog(page);
  hub.fail(weights, { kind: 'stall', at: 9_000_000 }, 99);
  await models.getFromHub(hub);
  await hub.stalled();
  await models.button('暂停').click();
  hub.heal();
  await models.button('继续').click();
  await expect(models.inUse).toContainText(name);
});

test('a download that is cancelled leaves nothing', async ({ page }) => {
  const models = new ModelsDialog(page);
  hub.fail(weights, { kind: 'stall', at: 9_000_000 }, 99);
  await models.getFromHub(hub);
  await hub.stalled();
  await models.button('取消并删掉已下载的').click();
  await expect(models.dialog.getByText('没有下载完的', { exact: true })).toBeHidden();
  await expect(models.button('下载并使用').first()).toBeEnabled();
  await page.reload();
  await models.open();
  await expect(models.inUse).toContainText('内置');
  await expect(models.dialog.getByText(/本站一共用了/u)).toBeVisible();
  await expect(models.dialog.getByText('没有下载完的', { exact: true })).toBeHidden();
  await expect(models.button('继续')).toBeHidden();
});

test('wrong bytes are refused', async ({ page }) => {
  const models = new ModelsDialog(page);
  hub.fail(weights, { kind: 'wrong-bytes', from: 9_000_000 }, 999);
  await models.getFromHub(hub);
  await expect(models.failure).toHaveAttribute('data-error-code', 'model-file-corrupt');
  await expect(models.inUse).toContainText('内置');
});

test('a web page in place of the list of files is told as one', async ({ page }) => {
  const models = new ModelsDialog(page);
  hub.fail('', { kind: 'page' }, 99);
  await models.getFromHub(hub);
  await expect(models.failure).toHaveAttribute('data-error-code', 'download-wrong-content');
});

test('being offline is told as such', async ({ page, context }) => {
  const models = new ModelsDialog(page);
  await context.setOffline(true);
  await models.getFromHub(hub);
  await expect(models.failure).toHaveAttribute('data-error-code', 'download-offline');
  await context.setOffline(false);
  await models.button('再试一次').click();
  await expect(models.inUse).toContainText(name);
});

test('a hub that lets no other site read it is told as blocked', async ({ page }) => {
  const models = new ModelsDialog(page);
  hub.cors = false;
  await models.getFromHub(hub);
  await expect(models.failure).toHaveAttribute('data-error-code', 'download-blocked', { timeout: 90_000 });
});
