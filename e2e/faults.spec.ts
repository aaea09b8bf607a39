import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

test('the caption worker dies: the next captions come all the same, text stays, and the page says what happened', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const captionWorkers: Worker[] = [];
    Object.assign(window, { captionWorkers });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('caption.worker')) captionWorkers.push(this);
      }
    };
  });
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await studio.captioned();
  await studio.textField.fill('我先写着');

  await page.evaluate(() => {
    const { captionWorkers } = window as unknown as { captionWorkers: Worker[] };
    const [worker] = captionWorkers.slice(-1);
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
  });
  await page.getByRole('button', { name: '换一批' }).click();
  await expect(studio.failure).toContainText('已经重新启动');
  await expect(studio.captions).toHaveCount(5);
  await studio.captioned();
  await expect(studio.textField).toHaveValue('我先写着');
});
