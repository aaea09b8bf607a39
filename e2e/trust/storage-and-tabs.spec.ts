import { expect, test, type Page } from '@playwright/test';
import { captionNext } from '../support/caption-next.ts';
import { dropFiles } from '../support/drop.ts';
import { openEdited } from '../support/open-captioned.ts';
import { samplePicture } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';
import { tabProcesses } from '../support/tab-process.ts';

const own = '我先写着';

/** Opens what was kept, which keeps everything that is due before. */
async function openKept(page: Page): Promise<void> {
  await page.getByRole('button', { name: '收藏和历史' }).click();
}

/** Names of the databases, all of which were deleted while the page had them open. */
function deleteDatabases(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return Promise.all(
      databases.map(
        ({ name = '' }) =>
          new Promise<string>((resolve, reject) => {
            const request = indexedDB.deleteDatabase(name);
            request.addEventListener('success', () => resolve(name));
            request.addEventListener('error', () => reject(new Error(`${name} is not deleted`)));
            request.addEventListener('blocked', () => reject(new Error(`${name} is held open`)));
          }),
      ),
    );
  });
}

/** As the browser does it when a person clears the site's data, or when room is short. */
async function clearSiteData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
}

const losses: readonly [string, (page: Page) => Promise<void>][] = [
  [
    'every database is deleted under the page',
    async (page) => expect(await deleteDatabases(page)).toContain('kept-memes'),
  ],
  ['the site’s data is cleared', clearSiteData],
];

for (const [what, lose] of losses) {
  test(`${what}: picture and text stay, captions come without a reload, and memes are kept again`, async ({
    page,
  }) => {
    const studio = await openEdited(page, own);
    await openKept(page);
    await expect(page.getByRole('button', { name: `接着改：${own}` })).toBeVisible();
    await page.keyboard.press('Escape');

    await lose(page);
    await page.getByRole('button', { name: '换一批' }).click();
    await expect(page.getByText('第 2 批，共 2 批')).toBeAttached();
    await studio.captioned();
    await expect(studio.captions).not.toHaveCount(0);
    await expect(studio.textField).toHaveValue(own);
    await expect(studio.failure).toHaveCount(0);

    await captionNext(studio, samplePicture('coffee.jpg'));
    await expect(studio.captions.first()).toContainText('咖啡');
    const caption = await studio.textField.inputValue();
    await openKept(page);
    await expect(page.getByRole('button', { name: `接着改：${caption}` })).toBeVisible();
    await expect(page.getByText('浏览器不让保存')).toHaveCount(0);
    await page.keyboard.press('Escape');

    // The model's bytes are gone too: a fresh worker gets them again.
    await page.getByRole('button', { name: '选择和管理模型' }).click();
    await page.getByRole('dialog', { name: '模型' }).getByLabel('WASM（处理器）').check();
    await page.keyboard.press('Escape');
    await captionNext(studio, samplePicture('cat.jpg'));
    await expect(studio.captions).toHaveCount(5);
  });
}

test('two tabs write captions at the same time, and one goes on when the other is closed', async ({
  context,
}) => {
  const [first, second] = [new Studio(await context.newPage()), new Studio(await context.newPage())];
  await Promise.all([first.open(), second.open()]);
  const picture = samplePicture('coffee.jpg');
  await Promise.all([captionNext(first, picture), captionNext(second, picture)]);
  expect(await second.captionTexts()).toEqual(await first.captionTexts());
  await expect(first.captions).toHaveCount(5);

  await dropFiles(second.page, samplePicture('cat.jpg'));
  await Promise.all([captionNext(first, samplePicture('panda.jpg')), second.page.close()]);
  await expect(first.captions).toHaveCount(5);
  await expect(first.failure).toHaveCount(0);
});

test('a tab that the system stops in the middle of captions goes on when it may run again', async ({
  page,
  browser,
}) => {
  test.skip(process.platform === 'win32', 'Windows has no signal that stops a process');
  const studio = await openEdited(page, own);
  // The page, its workers and their timers all at once, as a system does that sleeps or saves power.
  const [{ id }] = await tabProcesses(page);
  await dropFiles(page, samplePicture('coffee.jpg'));
  process.kill(id, 'SIGSTOP');
  let hasAnswered = false;
  const answer = page.evaluate(() => true).then(() => (hasAnswered = true));
  try {
    // Of a context of its own, and so in a process of its own.
    const other = new Studio(await browser.newPage());
    await other.open();
    await captionNext(other, samplePicture('panda.jpg'));
    await expect(other.captions).toHaveCount(5);
    await other.page.close();
    expect(hasAnswered, 'the tab has run').toBe(false);
  } finally {
    process.kill(id, 'SIGCONT');
  }
  await answer;
  await expect(studio.textField).not.toHaveValue(own);
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
  await expect(studio.failure).toHaveCount(0);
  await captionNext(studio, samplePicture('cat.jpg'));
  await expect(studio.captions).toHaveCount(5);
});

/** Makes the clock on the wall one that can be set, in a page or in a worker. */
function makeClockSettable(): void {
  const RealDate = Date;
  let shift = 0;
  class SettableDate extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [RealDate.now() + shift] : given) as [number]));
    }
    static override now(): number {
      return RealDate.now() + shift;
    }
  }
  Object.assign(globalThis, {
    Date: SettableDate,
    setClock: (milliseconds: number) => {
      shift = milliseconds;
    },
  });
}

function setClock(milliseconds: number): void {
  (globalThis as unknown as { setClock(milliseconds: number): void }).setClock(milliseconds);
}

test('the clock jumps by a day, forth and back, while captions are written: nothing ends or hangs', async ({
  page,
}) => {
  await page.addInitScript(makeClockSettable);
  const studio = await openEdited(page, own);
  const workers = page.workers().filter((worker) => worker.url().includes('caption.worker'));
  expect(workers).toHaveLength(1);
  await workers[0].evaluate(makeClockSettable);
  const jump = async (milliseconds: number): Promise<void> => {
    await Promise.all([page.evaluate(setClock, milliseconds), workers[0].evaluate(setClock, milliseconds)]);
  };
  const day = 86_400_000;
  for (const [shift, name] of [
    [day, 'coffee.jpg'],
    [-day, 'panda.jpg'],
    [0, 'cat.jpg'],
  ] as const) {
    await studio.textField.fill(own);
    await dropFiles(page, samplePicture(name));
    await jump(shift);
    await expect(studio.textField).not.toHaveValue(own);
    await studio.captioned();
    await expect(studio.captions).toHaveCount(5);
    await expect(studio.failure).toHaveCount(0);
  }
  await openKept(page);
  await expect(page.getByRole('button', { name: /^接着改：/u })).toHaveCount(4);
});
