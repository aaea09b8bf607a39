import { expect, test } from '@playwright/test';
import { type HostilePicture, hostilePictures } from '../../workers/testing/fuzz/hostile-pictures.ts';
import { dropFiles } from '../support/drop.ts';
import { frozen, longestTask, watchLongTasks } from '../support/long-tasks.ts';
import { openEdited } from '../support/open-captioned.ts';
import { samplePicture } from '../support/pictures.ts';
import type { Studio } from '../support/studio.ts';

const own = '别动我';

function expectedOf({ expected, onPage }: HostilePicture): string {
  return onPage ?? (typeof expected === 'string' ? expected : 'captioned');
}

/** Waits for what becomes of a dropped file: `captioned`, or the code of the message. */
async function outcome(studio: Studio): Promise<string> {
  const { page, textField, failure } = studio;
  await page.waitForFunction(
    ([text]) => {
      const isRefused = document.querySelector('[role=alert]') !== null;
      const isReplaced = document.querySelector('textarea')?.value !== text;
      return isRefused || (isReplaced && /\d 秒/u.test(document.body.innerText));
    },
    [own],
  );
  if ((await failure.count()) === 0) return 'captioned';
  await expect(failure).toContainText(/\p{Script=Han}/u);
  const code = (await failure.getAttribute('data-error-code')) ?? '';
  if ((await textField.inputValue()) !== own) {
    await dropFiles(page, samplePicture('cat.jpg'));
    await studio.captioned();
    return `${code}, and the picture before is gone`;
  }
  await failure.getByRole('button', { name: '知道了' }).click();
  return code;
}

test('whatever calls itself a picture gets captions or a clear message, and the page never freezes', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('evil.example')) strangers.push(request.url());
  });
  await watchLongTasks(page);
  const studio = await openEdited(page, own);
  const pictures = await hostilePictures();
  const found: Record<string, string> = {};
  for (const { name, bytes } of pictures) {
    await studio.textField.fill(own);
    await dropFiles(page, { name: 'hostile.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
    found[name] = await test.step(name, () => outcome(studio), { timeout: 60_000 });
  }
  expect(found).toEqual(Object.fromEntries(pictures.map((picture) => [picture.name, expectedOf(picture)])));
  expect(strangers, 'requests that a picture has made').toEqual([]);
  expect(await longestTask(page), 'seconds that the page was busy at a stretch').toBeLessThan(frozen);
});

test('a file of 2 GB is refused before it is read', async ({ page }) => {
  await watchLongTasks(page);
  const studio = await openEdited(page, own);
  await page.evaluate(() => {
    const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    const megabyte = new Blob([new Uint8Array(2 ** 20)]);
    const file = new File([signature, ...Array.from({ length: 2048 }, () => megabyte)], 'huge.png');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  expect(await outcome(studio)).toBe('image-too-large');
  expect(await longestTask(page)).toBeLessThan(frozen);
});
