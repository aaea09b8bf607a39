import { expect, test } from '@playwright/test';
import { nanoCheckpoint, startNanoHub } from '../../workers/testing/nano-hub.ts';
import { dropFiles } from '../support/drop.ts';
import { samplePicture } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';
import { ModelsDialog, whenGot } from './models-dialog.ts';

test('two models write about the same picture next to each other, and a caption of either is put on it', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const hub = await startNanoHub(nanoCheckpoint());
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await studio.captioned();
  const [best] = await studio.captionTexts();

  const models = new ModelsDialog(page);
  await models.open();
  await models.button('和别的模型比一比').click();
  const comparison = page.getByRole('dialog', { name: '两个模型，同一张图' });
  await expect(comparison).toContainText('这台设备上还只有一个模型');
  await comparison.getByRole('button', { name: '去看看别的模型' }).click();
  await models.getFromHub(hub);
  await expect(models.inUse).toContainText('damo/ofa_nano', whenGot);
  await hub.close();

  await models.close();
  await page.getByRole('button', { name: '和别的模型比一比' }).click();
  await comparison.getByRole('button', { name: '开始写' }).click();
  const [nano, builtIn] = ['第一个', '第二个'].map((heading) =>
    comparison.getByRole('region', { name: heading }),
  );
  await expect(builtIn).toContainText('等第一个写完');
  await expect(builtIn).toContainText(/WASM · int8-weights · 加载 [\d.]+ 秒 · 写了 [\d.]+ 秒/u, whenGot);
  await expect(nano).toContainText(/WASM · int8 · 加载 [\d.]+ 秒 · 写了 [\d.]+ 秒/u);
  await expect(nano.getByLabel('模型')).toHaveValue(/damo\/ofa_nano/u);
  await expect(builtIn.getByRole('option', { name: best })).toBeVisible();
  const captionWorkers = (): number =>
    page.workers().filter((worker) => worker.url().includes('caption')).length;
  await expect.poll(captionWorkers, 'only the page’s own is left').toBe(1);

  const written = builtIn.getByRole('listbox').getByRole('option').nth(2);
  const text = (await written.textContent())?.replace(/把握 \d+%$/u, '');
  await written.click();
  await expect(written).toHaveAttribute('aria-selected', 'true');
  await comparison.getByRole('button', { name: '关闭' }).click();
  await expect(studio.textField).toHaveValue(text ?? 'a text');
});
