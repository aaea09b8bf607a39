/**
 * A browser that has too little room. Its quota is made small when it starts, which holds for all of it from then on:
 * what the debugging protocol sets instead does not hold for every page.
 */
import { expect, test } from '@playwright/test';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { createProfile, type BrowserProfile } from './browser-profile.ts';
import { expectCaptions } from './expect-captions.ts';
import { openModelsTab, whenGot } from './models-dialog.ts';
import { takeSentRanges } from './ranges.ts';
import { keptWeights } from './stalled-download.ts';

test.describe.configure({ timeout: 240_000 });

/** Room for the built-in model, and for one part of 8 MiB of another's weights, but not for two. */
const room = 26_000_000;
/** Chromium lets a site have three quarters of the pool. */
const smallPool = `StorageQuotaSettings:PoolSizeBytes/${Math.round(room / 0.75)}`;

const weights = 'pytorch_model.bin';
const weightBytes = nanoCheckpoint().get(weights)?.size ?? 0;

let hub: StandInHub;
let profile: BrowserProfile;

test.beforeEach(async () => {
  hub = await startNanoHub(nanoCheckpoint());
  profile = await createProfile();
});
test.afterEach(async () => {
  await hub.close();
  await profile.remove();
});

test('no room in the middle: what has come is kept, and goes on when there is room again', async ({
  baseURL,
}) => {
  // This browser claims to have gigabytes, as Chromium does; what counts is what it lets be written. The page's own files
  // are not kept: they would take the room.
  const small = await profile.open(baseURL, {
    args: [`--enable-features=${smallPool}`],
    serviceWorkers: 'block',
  });
  const { page, models } = await openModelsTab(small);
  await models.getFromHub(hub);
  await expect(models.failure).toHaveAttribute('data-error-code', 'storage-full', whenGot);
  await expect(models.failure).toContainText(/空间不够了，还需要约 \d+ MB.*腾出一些空间/u);
  await expect(models.inUse).toContainText('内置');
  const kept = (await keptWeights(page)).reduce((sum, bytes) => sum + bytes, 0);
  expect(kept).toBeGreaterThan(0);
  await expectCaptions(page, 'WASM · int8-weights');
  await small.close();

  hub.takeRequests();
  const large = await profile.open(baseURL, { serviceWorkers: 'block' });
  const next = await openModelsTab(large);
  await next.models.button('继续').click();
  await expect(next.models.inUse).toContainText('damo/ofa_nano', whenGot);
  const sent = takeSentRanges(hub, weights).reduce((sum, { first, last }) => sum + last - first + 1, 0);
  expect(sent).toBeLessThanOrEqual(weightBytes - kept);
  await large.close();
});

test('no room, and the browser says so: nothing is downloaded, and the model can be used without being kept', async ({
  baseURL,
}) => {
  const args = [`--enable-features=${smallPool}`, '--disable-features=StaticStorageQuota'];
  const context = await profile.open(baseURL, { args, serviceWorkers: 'block' });
  const { page, models } = await openModelsTab(context);
  await models.getFromHub(hub);
  await expect(models.failure).toHaveAttribute('data-error-code', 'storage-full', whenGot);
  await expect(models.failure).toContainText(/还需要约 \d+ MB/u);
  expect(takeSentRanges(hub, weights)).toEqual([]);
  await models.button('不存了，只在内存里用').click();
  await expect(models.inUse).toContainText('damo/ofa_nano', whenGot);
  await expect(models.dialog.getByText('浏览器没让保存模型')).toBeVisible();
  await expectCaptions(page, 'WASM · int8');
  await context.close();
});
