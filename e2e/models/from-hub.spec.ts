import { expect, test } from '@playwright/test';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { Studio } from '../support/studio.ts';
import { keptParts } from './browser-storage.ts';
import { ModelsDialog, whenGot } from './models-dialog.ts';
import { bytesSentTwice, takeSentRanges } from './ranges.ts';
import { chunkBytes, getUntilStalled } from './stalled-download.ts';

const weights = 'pytorch_model.bin';
const name = 'damo/ofa_nano';

let hub: StandInHub;

test.beforeAll(async () => {
  hub = await startNanoHub(nanoCheckpoint());
});
test.afterEach(() => {
  hub.heal();
  hub.takeRequests();
});
test.afterAll(() => hub.close());

test.beforeEach(async ({ page }) => {
  test.setTimeout(240_000);
  await new Studio(page).open();
  await new ModelsDialog(page).open();
});

test('a checkpoint is downloaded, converted, used, and there on the next visit', async ({ page }) => {
  const models = new ModelsDialog(page);
  await models.getFromHub(hub);
  await expect(models.inUse).toContainText(name, whenGot);
  await expect(models.stored(name)).toContainText('int8');
  expect(bytesSentTwice(takeSentRanges(hub, weights))).toBe(0);
  await page.reload();
  await models.open();
  await expect(models.inUse).toContainText(name, whenGot);
  expect(hub.takeRequests()).toEqual([]);
});

test('whatever goes wrong on the way is made good, and nothing that has come is fetched again', async ({
  page,
}) => {
  hub.fail(weights, { kind: 'status', status: 429 });
  hub.fail(weights, { kind: 'status', status: 416, server: 'cdn' });
  hub.fail(weights, { kind: 'expired' });
  hub.fail(weights, { kind: 'no-cors', server: 'cdn' });
  hub.fail(weights, { kind: 'cut', at: 12_000_000 });
  hub.fail('vocab.txt', { kind: 'cut', at: 1000 });
  const models = new ModelsDialog(page);
  await models.getFromHub(hub);
  await expect(models.inUse).toContainText(name, whenGot);
  const secondPart = takeSentRanges(hub, weights).filter(
    ({ first }) => first >= chunkBytes && first < 2 * chunkBytes,
  );
  const [, resumed] = secondPart.filter(({ last }) => last === 2 * chunkBytes - 1);
  // What had come and was still on its way to the page when the line was cut is lost.
  expect(resumed.first).toBeGreaterThan(chunkBytes);
  expect(resumed.first).toBeLessThanOrEqual(12_000_000);
});

test('a download that is paused goes on to the byte', async ({ page }) => {
  const models = new ModelsDialog(page);
  await getUntilStalled(page, hub);
  await models.button('暂停').click();
  await models.button('继续').click();
  await expect(models.inUse).toContainText(name, whenGot);
  expect(takeSentRanges(hub, weights)).toEqual([{ first: 9_000_000, last: 2 * chunkBytes - 1 }]);
});

test('a download that a reload has interrupted goes on with what it lacks', async ({ page }) => {
  const models = new ModelsDialog(page);
  await getUntilStalled(page, hub);
  await page.reload();
  await models.open();
  await expect(models.dialog.getByText('有一个模型没有下载完。')).toBeVisible();
  await models.button('继续').click();
  await expect(models.inUse).toContainText(name, whenGot);
  const ranges = takeSentRanges(hub, weights);
  expect(ranges).toHaveLength(1);
  expect(ranges[0].first).toBeGreaterThanOrEqual(chunkBytes);
  expect(ranges[0].last).toBe(2 * chunkBytes - 1);
});

test('a download that is cancelled leaves nothing', async ({ page }) => {
  const models = new ModelsDialog(page);
  await getUntilStalled(page, hub);
  await models.cancel();
  await expect(models.dialog.getByText('没有下载完的', { exact: true })).toBeHidden();
  expect(await keptParts(page)).toEqual([]);
  await page.reload();
  await models.open();
  await expect(models.inUse).toContainText('内置', whenGot);
  await expect(models.button('继续')).toBeHidden();
});
