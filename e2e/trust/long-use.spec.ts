import { expect, test } from '@playwright/test';
import { median } from '../../bench/median.ts';
import { ModelsDialog, whenGot } from '../models/models-dialog.ts';
import { nanoFolders, nanoTitle } from '../models/nano-folders.ts';
import { captionNext } from '../support/caption-next.ts';
import { dropFiles } from '../support/drop.ts';
import { captionWorkers, type Holdings, slope, watchHoldings } from '../support/holdings.ts';
import { frozen, longestTask, watchLongTasks } from '../support/long-tasks.ts';
import { smallPictures } from '../support/small-pictures.ts';
import { Studio } from '../support/studio.ts';

const captions = 300;
/** While they come, memory fills up: the shelf of kept memes, caches, compiled code. */
const warmUp = 100;
const between = 20;
/** Captions whose median time is compared. */
const stretch = 50;
const batch = 200;
const switches = 20;

/**
 * The most that a caption may leave behind, by the slope over those after the warm-up. A picture that were not let go leaves
 * hundreds of nodes, an object URL, sixty kilobytes of objects and nine megabytes of pixels.
 */
const mostLeft: Readonly<Record<keyof Holdings, number>> = {
  pageHeap: 10_000,
  workerHeap: 4_000,
  nodes: 1,
  listeners: 1,
  objectUrls: 0.1,
  workers: 0.01,
  resident: 500_000,
};

const names = Object.keys(mostLeft) as (keyof Holdings)[];

/** Puts figures into the output of the tests. */
function report(figures: Readonly<Record<string, number>>): void {
  const lines = Object.entries(figures).map(
    ([name, value]) => `    ${name}: ${Number(value.toPrecision(4))}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}

test(`${captions} captions in one tab leave nothing behind and grow no slower`, async ({ page }) => {
  test.setTimeout(900_000);
  const pictures = await smallPictures(captions);
  const holdings = await watchHoldings(page);
  const studio = new Studio(page);
  await studio.open();
  const seconds: number[] = [];
  const at: number[] = [];
  const found: Holdings[] = [];
  for (const [index, picture] of pictures.entries()) {
    const started = performance.now();
    await captionNext(studio, picture);
    seconds.push((performance.now() - started) / 1000);
    const count = index + 1;
    if (count < warmUp || count % between !== 0) continue;
    at.push(count);
    found.push(await holdings());
  }
  const left = Object.fromEntries(
    names.map((name) => [
      name,
      slope(
        at,
        found.map((holding) => holding[name]),
      ),
    ]),
  );
  const early = median(seconds.slice(0, stretch));
  const late = median(seconds.slice(-stretch));
  report({ ...left, 'seconds, first fifty': early, 'seconds, last fifty': late });
  for (const name of names) expect.soft(left[name], `${name} for each caption`).toBeLessThan(mostLeft[name]);
  expect.soft(late, 'seconds for a caption, late').toBeLessThan(3 * early);
});

test(`${switches} changes of the model leave one worker, and its memory comes back`, async ({ page }) => {
  test.setTimeout(600_000);
  const folders = await nanoFolders();
  try {
    const holdings = await watchHoldings(page);
    const studio = new Studio(page);
    await studio.open();
    const threads = page.workers().length;
    const models = new ModelsDialog(page);
    await models.open();
    await models.pick('选文件夹', folders.converted);
    await expect(models.inUse).toContainText(nanoTitle, whenGot);

    const cards = [
      ['内置', models.stored('OFA 表情包 nano')],
      [nanoTitle, models.stored(nanoTitle)],
    ] as const;
    /** Browsers take their time, seconds, to end a worker that is told to. */
    const othersEnded = async (): Promise<void> => {
      await expect.poll(() => captionWorkers(page)).toBe(1);
      await expect.poll(() => page.workers().length).toBeLessThanOrEqual(threads);
    };
    const found: Holdings[] = [];
    for (let change = 0; change < switches; change += 1) {
      const [name, card] = cards[change % 2];
      await card.getByRole('button', { name: '用这个' }).click();
      await expect(models.inUse).toContainText(name);
      // The built-in model, the first and the last time.
      if (change !== 0 && change !== switches - 2) continue;
      await othersEnded();
      found.push(await holdings());
    }
    await othersEnded();
    await page.keyboard.press('Escape');
    const [picture] = await smallPictures(1);
    await captionNext(studio, picture);

    const [first, last] = found;
    const grown = Object.fromEntries(names.map((name) => [name, last[name] - first[name]]));
    report(grown);
    expect.soft(grown.pageHeap).toBeLessThan(2_000_000);
    expect.soft(grown.nodes).toBeLessThan(200);
    expect.soft(grown.listeners).toBeLessThan(50);
    expect.soft(grown.objectUrls).toBe(0);
    // Workers that stayed would take more than a gigabyte.
    expect.soft(grown.resident).toBeLessThan(300_000_000);
  } finally {
    await folders.remove();
  }
});

test(`${batch} pictures at once are all captioned, and the page answers meanwhile`, async ({ page }) => {
  test.setTimeout(900_000);
  const pictures = await smallPictures(batch);
  const holdings = await watchHoldings(page);
  await watchLongTasks(page);
  const studio = new Studio(page);
  await studio.open();
  const before = await holdings();
  const started = performance.now();
  await dropFiles(page, ...pictures);
  await page.waitForFunction(
    (count) => document.querySelectorAll('[role=option][data-state=done]').length === count,
    batch,
    { timeout: 800_000, polling: 1000 },
  );
  const seconds = (performance.now() - started) / 1000;
  const after = await holdings();
  const left = Object.fromEntries(names.map((name) => [name, (after[name] - before[name]) / batch]));
  const longest = await longestTask(page);
  report({ ...left, 'seconds for each picture': seconds / batch, 'longest task, seconds': longest });
  await expect(studio.captions).toHaveCount(5);
  expect.soft(left.pageHeap, 'bytes of the page for each picture').toBeLessThan(100_000);
  expect.soft(left.objectUrls).toBeLessThanOrEqual(1);
  expect.soft(left.resident, 'resident bytes for each picture').toBeLessThan(5_000_000);
  expect.soft(longest).toBeLessThan(frozen);

  const strip = page.getByRole('listbox', { name: `${batch} 张图片` });
  await strip.getByRole('option').last().click();
  await studio.textField.fill('最后一张也写好了');
  await expect(page.getByRole('figure', { name: '图上写着：最后一张也写好了' })).toBeVisible();
});
