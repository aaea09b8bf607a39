/** Every way in which a download can end badly: its name, what to do, and that it can be tried again. */
import { expect, test, type Page } from '@playwright/test';
import type { Catalogue } from '../../workers/protocol/catalogue.ts';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import type { Fault } from '../../workers/testing/stand-in-hub/faults.ts';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { type ModelsDialog, openModels, whenGot } from './models-dialog.ts';
import { takeSentRanges } from './ranges.ts';

const weights = 'pytorch_model.bin';
const name = 'damo/ofa_nano';

test.describe.configure({ timeout: 240_000 });

let first: StandInHub;
let second: StandInHub;
let page: Page;
let models: ModelsDialog;

/** The catalogue with two entries more, whose files the hub has not, or not so. */
function withPins({ models: entries }: Catalogue): Catalogue {
  const large = entries.find(({ source }) => source.kind === 'hub');
  const pinned = (id: string, files: readonly { path: string; bytes: number }[]) => ({
    ...large,
    id,
    title: { zh: id, en: id },
    source: { ...large?.source, model: name, revision: 'v1.0.2', files },
  });
  const small = ['config.json', 'configuration.json', 'vocab.txt'].map((path) => ({ path, bytes: 300 }));
  return {
    models: [
      ...entries,
      pinned('missing-file', [...small.slice(0, 2), { path: 'model.safetensors', bytes: 300 }, small[2]]),
      pinned('wrong-size', [{ path: 'vocab.txt', bytes: 7 }]),
    ] as Catalogue['models'],
  };
}

test.beforeAll(async ({ browser, baseURL }) => {
  [first, second] = [await startNanoHub(nanoCheckpoint()), await startNanoHub(nanoCheckpoint())];
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    // What it answers cannot be replaced.
    serviceWorkers: 'block',
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  page = await context.newPage();
  await page.route('**/models/catalogue.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: withPins((await response.json()) as Catalogue) });
  });
  models = await openModels(page);
});
test.afterEach(async () => {
  first.heal();
  first.cors = true;
  first.takeRequests();
  if (await models.failure.isVisible()) await models.cancel();
});
test.afterAll(async () => {
  await page.context().close();
  await Promise.all([first.close(), second.close()]);
});

const lasting: readonly [string, string, Fault, string, RegExp][] = [
  [
    'a web page in place of a file',
    weights,
    { kind: 'page' },
    'download-wrong-content',
    /公共网络可能要先登录/u,
  ],
  [
    'a web page in place of the list',
    '',
    { kind: 'page' },
    'download-wrong-content',
    /公共网络可能要先登录/u,
  ],
  ['a missing file', weights, { kind: 'status', status: 404 }, 'download-not-found', /检查模型地址/u],
  ['wrong bytes', weights, { kind: 'wrong-bytes', from: 9_000_000 }, 'model-file-corrupt', /再试一次/u],
];
for (const [what, path, fault, code, advice] of lasting) {
  test(`${what}: ${code}`, async () => {
    first.fail(path, fault, 9999);
    await models.getFromHub(first);
    await expect(models.failure).toHaveAttribute('data-error-code', code, whenGot);
    await expect(models.failure).toContainText(advice);
    await expect(models.inUse).toContainText('内置');
  });
}

for (const [what, entry] of [
  ['JSON with status 200 for a missing file', 'missing-file'],
  ['a file of another size', 'wrong-size'],
] as const) {
  test(`${what}: download-wrong-content`, async () => {
    await models.useSites(first);
    const card = models.offered(entry);
    await expect(card).toContainText('许可: 未写明');
    await expect(card).toContainText('配的字可能粗鲁');
    await card.getByRole('button', { name: '下载并使用' }).click();
    await expect(models.failure).toHaveAttribute('data-error-code', 'download-wrong-content', whenGot);
  });
}

test('a hub that lets no other site read it: download-blocked', async () => {
  first.cors = false;
  await models.getFromHub(first);
  await expect(models.failure).toHaveAttribute('data-error-code', 'download-blocked', whenGot);
});

test('no network: download-offline; with one again, it goes on', async () => {
  // Until then the site answers: the worker's own code needs the network too, where no service worker keeps it.
  first.fail(weights, { kind: 'status', status: 503 }, 9999);
  await models.getFromHub(first);
  await models.button('暂停').waitFor();
  await page.context().setOffline(true);
  await expect(models.failure).toHaveAttribute('data-error-code', 'download-offline', whenGot);
  await expect(models.failure).toContainText('已经下载的部分都留着');
  await page.context().setOffline(false);
  first.heal();
  await models.button('再试一次').click();
  await expect(models.inUse).toContainText(name, whenGot);
  await models.delete(name);
  await expect(models.inUse).toContainText('内置', whenGot);
});

test('the next host is asked when the first fails', async () => {
  first.fail(weights, { kind: 'page' }, 9999);
  second.takeRequests();
  await models.getFromHub(first, second);
  await expect(models.inUse).toContainText(name, whenGot);
  expect(takeSentRanges(second, weights).length).toBeGreaterThan(0);
  await models.delete(name);
  await expect(models.inUse).toContainText('内置', whenGot);
});
