import { expect, test, type Page } from '@playwright/test';
import { captionNext } from './support/caption-next.ts';
import { dropFiles } from './support/drop.ts';
import { openCaptioned } from './support/open-captioned.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

interface Breakable {
  /** Ends the newest caption worker as a crash does. */
  killWorker(): void;
  /** The phase that it is to crash in, once; null for none. */
  fatalPhase: string | null;
}

/** Lets a test end the caption worker, also at the moment when the page first hears of a phase. */
async function makeBreakable(page: Page, fatalPhase: string | null = null): Promise<void> {
  await page.addInitScript((first) => {
    const workers: Worker[] = [];
    const breakable: Breakable = {
      fatalPhase: first,
      killWorker: () => {
        const [worker] = workers.slice(-1);
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
      },
    };
    Object.assign(window, breakable);
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('caption.worker')) workers.push(this);
      }
    };
    // Events of the worker are calls of a function of the page, by messages on a port of their own.
    const listen = Reflect.get(MessagePort.prototype, 'addEventListener') as EventTarget['addEventListener'];
    MessagePort.prototype.addEventListener = function addEventListener(
      this: MessagePort,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ): void {
      if (type === 'message') {
        listen.call(this, type, (event) => {
          const { data } = event as MessageEvent<{ argumentList?: { value?: { phase?: string } }[] }>;
          const breakableWindow = window as unknown as Breakable;
          const phase = data?.argumentList?.[0]?.value?.phase;
          if (phase === undefined || phase !== breakableWindow.fatalPhase) return;
          breakableWindow.fatalPhase = null;
          breakableWindow.killWorker();
        });
      }
      listen.call(this, type, listener, options);
    };
  }, fatalPhase);
}

const isSpent = (page: Page): Promise<boolean> =>
  page.evaluate(() => (window as unknown as Breakable).fatalPhase === null);

test('the caption worker dies: the next captions come all the same, text stays, and the page says what happened', async ({
  page,
}) => {
  await makeBreakable(page);
  const studio = await openCaptioned(page);
  await studio.textField.fill('我先写着');

  await page.evaluate(() => (window as unknown as Breakable).killWorker());
  await page.getByRole('button', { name: '换一批' }).click();
  await expect(studio.failure).toContainText('已经重新启动');
  await expect(studio.captions).toHaveCount(5);
  await studio.captioned();
  await expect(studio.textField).toHaveValue('我先写着');
});

test('the caption worker dies while the model is made ready: another takes over', async ({ page }) => {
  await makeBreakable(page, 'build');
  const studio = new Studio(page);
  await studio.open();
  expect(await isSpent(page), 'a worker has died').toBe(true);
  await dropFiles(page, samplePicture('coffee.jpg'));
  await studio.captioned();
  await expect(studio.captions.first()).toContainText('咖啡');
});

test('the caption worker dies in any phase of a picture: it stays, its captions come, and the page says what happened', async ({
  page,
}) => {
  await makeBreakable(page);
  const studio = await openCaptioned(page);
  for (const phase of ['preprocess', 'encode', 'decode']) {
    await studio.textField.fill('上一张图的字');
    await page.evaluate((fatal) => {
      (window as unknown as Breakable).fatalPhase = fatal;
    }, phase);
    await dropFiles(page, samplePicture('coffee.jpg'));
    await expect(studio.failure, phase).toContainText('已经重新启动');
    expect(await isSpent(page), `a worker has died in ${phase}`).toBe(true);
    await expect(studio.textField).not.toHaveValue('上一张图的字');
    await studio.captioned();
    await expect(studio.captions.first()).toContainText('咖啡');
    await expect(studio.captions).toHaveCount(5);
    await captionNext(studio, samplePicture('cat.jpg'));
  }
});
