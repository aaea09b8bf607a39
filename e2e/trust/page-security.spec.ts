import { expect, test, type Page } from '@playwright/test';
import { ModelsDialog } from '../models/models-dialog.ts';
import { dropFiles } from '../support/drop.ts';
import { samplePicture, textFile } from '../support/pictures.ts';
import { pixelsOf, Studio } from '../support/studio.ts';
import { watchViolations } from '../support/violations.ts';

test('the main journey needs nothing that the security policy refuses @phone @firefox', async ({ page }) => {
  const violations = watchViolations(page);
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await studio.captioned();
  await studio.captions.nth(1).click();
  await studio.textField.fill('就这？');
  expect((await pixelsOf(await studio.downloadPng())).format).toBe('png');
  const models = new ModelsDialog(page);
  await models.open();
  await expect(models.inUse).toContainText('内置');
  await page.keyboard.press('Escape');
  expect(violations).toEqual([]);
});

test('WebGPU starts under the security policy', async ({ page }) => {
  await page.goto('./');
  const hasAdapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
  test.skip(!hasAdapter, 'this browser has no WebGPU adapter');
  const violations = watchViolations(page);
  await new Studio(page).open();
  const models = new ModelsDialog(page);
  await models.open();
  await models.dialog.getByLabel('WebGPU（显卡）').check();
  await page.keyboard.press('Escape');
  // The sessions are built and their first run has begun, which a software adapter does not end in a test's time.
  await expect(page.getByText('热身').first()).toBeVisible({ timeout: 90_000 });
  expect(violations).toEqual([]);
});

/** Opens the page as it would come with markup that someone has put into it. */
async function openWith(page: Page, markup: string): Promise<void> {
  await page.route('./', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<div id="root">', `${markup}$&`);
    expect(body, 'the markup is in the page').toContain(markup);
    await route.fulfill({ response, body });
  });
  await new Studio(page).open();
}

const intruders: readonly [string, string][] = [
  ['an inline script', '<script>window.intruded = true</script>'],
  ['an inline event handler', '<img src="missing.png" onerror="window.intruded = true">'],
  ['a script of another host', '<script src="https://evil.test/x.js"></script>'],
  ['a frame with a script', '<iframe srcdoc="<script>parent.intruded = true</script>"></iframe>'],
];

for (const [what, markup] of intruders) {
  test(`${what} in the page does not run`, async ({ page }) => {
    await page.route('https://evil.test/**', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'window.intruded = true' }),
    );
    const violations = watchViolations(page);
    await openWith(page, markup);
    expect(await page.evaluate(() => 'intruded' in window)).toBe(false);
    expect(violations.length, 'the browser says that it has refused it').toBeGreaterThan(0);
  });
}

test('no script can write markup, evaluate a string or start a worker that is not the page’s', async ({
  page,
}) => {
  await new Studio(page).open();
  // By a timer: what the test driver evaluates itself is exempt from the policy.
  const outcomes = await page.evaluate(
    () =>
      new Promise<Record<string, string>>((resolve) => {
        const attempts: Record<string, () => unknown> = {
          markup: () => document.body.insertAdjacentHTML('beforeend', '<b>markup</b>'),
          evaluation: () => Reflect.construct(Function, ['return 1']),
          worker: () =>
            new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }))),
        };
        setTimeout(() => {
          resolve(
            Object.fromEntries(
              Object.entries(attempts).map(([name, attempt]) => {
                try {
                  attempt();
                  return [name, 'done'];
                } catch (error) {
                  return [name, (error as Error).name];
                }
              }),
            ),
          );
        });
      }),
  );
  expect(outcomes).toEqual({ markup: 'TypeError', evaluation: 'EvalError', worker: 'TypeError' });
});

const markupName = '<img src=x onerror="window.intruded=true">';

test('a file name and a text that are markup stay text', async ({ page }) => {
  const violations = watchViolations(page);
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, { ...samplePicture('cat.jpg'), name: `${markupName}.jpg` });
  await studio.captioned();
  await studio.textField.fill(`${markupName}&lt;b&gt;`);
  await expect(studio.textField).toHaveValue(`${markupName}&lt;b&gt;`);
  const download = await studio.downloadPng();
  expect(download.suggestedFilename()).toMatch(/-meme\.png$/u);

  await dropFiles(page, { ...textFile, name: `${markupName}.png` });
  await expect(studio.failure).toContainText(`${markupName}.png`);
  expect(await page.locator('img[src=x]').count()).toBe(0);
  expect(await page.evaluate(() => 'intruded' in window)).toBe(false);
  expect(violations).toEqual([]);
});
