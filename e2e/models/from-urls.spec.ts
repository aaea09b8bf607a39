/** A converted folder at several addresses. */
import { expect, test } from '@playwright/test';
import { startModelServer, type ModelServer } from '../../workers/testing/model-server.ts';
import type { Shard } from '../../workers/protocol/model-folder.ts';
import { requiredShards } from '../../workers/protocol/model-files.ts';
import { keptShards } from './browser-storage.ts';
import { expectCaptions } from './expect-captions.ts';
import { openModels, whenGot } from './models-dialog.ts';
import { folderInMemory, nanoFolders, nanoTitle, type NanoFolders } from './nano-folders.ts';

test.describe.configure({ timeout: 240_000 });

let folders: NanoFolders;
let first: ModelServer;
let second: ModelServer;
/** The largest file, which the first address has not as it should be. */
let broken: Shard;
/** All others. */
let sound: readonly Shard[];

test.beforeAll(async () => {
  folders = await nanoFolders();
  const model = await folderInMemory(folders.converted);
  const { manifest } = model;
  const shards = [...requiredShards(manifest, manifest.variants[0])].sort((a, b) => b.bytes - a.bytes);
  [broken, ...sound] = shards as [Shard, ...Shard[]];
  [first, second] = [await startModelServer(model), await startModelServer(model)];
});
test.afterAll(async () => {
  await Promise.all([first.close(), second.close(), folders.remove()]);
});

/** What a host was asked for since it was last looked at, the manifest aside. */
function asked(host: ModelServer): readonly string[] {
  return host.takeRequests().filter((path) => path !== 'model.json');
}

test('where one address fails the next delivers, and nothing that was verified is fetched again', async ({
  page,
}) => {
  const models = await openModels(page);

  // A web page comes in place of one file, when all others have been kept.
  const release = first.hold(broken.path);
  first.failAlways(broken.path, 'html');
  await models.getFromUrls(first.folderUrl);
  const missing = async () => {
    const kept = await keptShards(page);
    return sound.filter(({ sha256 }) => !kept.includes(sha256));
  };
  await expect.poll(missing, whenGot).toEqual([]);
  release();
  await expect(models.failure).toHaveAttribute('data-error-code', 'download-wrong-content', whenGot);
  await expect(models.failure).toContainText('多半是一个错误页面');
  await expect(models.inUse).toContainText('内置');
  expect(first.takeRequests().sort()).toEqual(
    ['model.json', broken.path, ...sound.map(({ path }) => path)].sort(),
  );

  await models.getFromUrls(first.folderUrl, second.folderUrl);
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
  await expect(models.stored(nanoTitle)).toContainText('int8');
  expect(asked(first)).toEqual([broken.path]);
  expect(asked(second)).toEqual([broken.path]);
  await expectCaptions(page, 'WASM · int8');
});

test('an address that has no model is passed over; alone it says so', async ({ page }) => {
  const models = await openModels(page);
  const nowhere = `${second.origin}/nothing/`;
  await models.getFromUrls(nowhere);
  await expect(models.failure).toHaveAttribute('data-error-code', 'model-not-found', whenGot);
  await expect(models.failure).toContainText('这个地址没有模型');
  await models.getFromUrls(nowhere, second.folderUrl);
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
});
