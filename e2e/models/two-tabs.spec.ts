/** Two tabs that get the same model. */
import { expect, test } from '@playwright/test';
import { startModelServer } from '../../workers/testing/model-server.ts';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import { expectCaptions } from './expect-captions.ts';
import { openModelsTab, whenGot } from './models-dialog.ts';
import { folderInMemory, nanoFolders, nanoTitle } from './nano-folders.ts';
import { takeSentRanges } from './ranges.ts';
import { chunkBytes, getUntilStalled } from './stalled-download.ts';

const waiting = '另一个标签页正在下载同一个模型，等它下完';

test.describe.configure({ timeout: 240_000 });

test('of a converted folder every file is downloaded once; the second waits, then uses it', async ({
  context,
}) => {
  const folders = await nanoFolders();
  const model = await folderInMemory(folders.converted);
  const server = await startModelServer(model);
  const [first, second] = [await openModelsTab(context), await openModelsTab(context)];

  const requests: string[] = [];
  const requested = () => {
    requests.push(...server.takeRequests());
    return requests;
  };
  const release = server.hold('vocab.txt');
  await first.models.getFromUrls(server.folderUrl);
  await expect.poll(requested, whenGot).toContain('vocab.txt');
  await second.models.getFromUrls(server.folderUrl);
  await expect(second.models.dialog.getByText(waiting)).toBeVisible(whenGot);
  release();
  for (const { page, models } of [first, second]) {
    await expect(models.inUse).toContainText(nanoTitle, whenGot);
    await expect(models.stored(nanoTitle)).toHaveCount(1);
    await expectCaptions(page, 'WASM · int8');
  }

  const files = requested().filter((path) => path !== 'model.json');
  const paths = Array.from(model.shards.keys()).filter((path) => path !== 'model.json');
  expect(files.sort()).toEqual(paths.sort());
  await Promise.all([server.close(), folders.remove()]);
});

test('of a checkpoint the second waits, and goes on with what is there when the first is closed', async ({
  context,
}) => {
  const hub = await startNanoHub(nanoCheckpoint());
  const [first, second] = [await openModelsTab(context), await openModelsTab(context)];
  await getUntilStalled(first.page, hub);
  await second.models.getFromHub(hub);
  await expect(second.models.dialog.getByText(waiting)).toBeVisible(whenGot);
  hub.takeRequests();
  await first.page.close();
  await expect(second.models.inUse).toContainText('damo/ofa_nano', whenGot);
  const ranges = takeSentRanges(hub, 'pytorch_model.bin');
  expect(ranges).toHaveLength(1);
  expect(ranges[0].first).toBeGreaterThanOrEqual(chunkBytes);
  expect(ranges[0].last).toBe(2 * chunkBytes - 1);
  await hub.close();
});
