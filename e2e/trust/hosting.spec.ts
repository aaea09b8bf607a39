import { readdir } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { captionNext } from '../support/caption-next.ts';
import { samplePicture } from '../support/pictures.ts';
import { startStaticHost, type StaticHost } from '../support/static-host.ts';
import { Studio } from '../support/studio.ts';
import { watchViolations } from '../support/violations.ts';

const path = '/some/sub/path/';
const builtAssets = new URL('../../dist/assets/', import.meta.url);
let host: StaticHost;

test.afterEach(() => host.close());

async function open(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await page.goto(host.url);
  await studio.modelReady();
  return studio;
}

async function captionCat(studio: Studio): Promise<void> {
  await captionNext(studio, samplePicture('cat.jpg'));
  await expect(studio.captions).toHaveCount(5);
}

const isIsolated = (page: Page): Promise<boolean> => page.evaluate(() => crossOriginIsolated);

async function shellKept(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
}

test('below a path of a host that sends the build’s headers: isolated, several threads', async ({ page }) => {
  host = await startStaticHost(path, true);
  const violations = watchViolations(page);
  await captionCat(await open(page));
  expect(await isIsolated(page)).toBe(true);
  await shellKept(page);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)).toBe(host.url);
  expect(violations).toEqual([]);
});

test('below a path of a host without headers: one thread at first, isolated from the second visit on', async ({
  page,
}) => {
  host = await startStaticHost(path, false);
  const violations = watchViolations(page);
  await captionCat(await open(page));
  expect(await isIsolated(page)).toBe(false);
  await shellKept(page);

  await captionCat(await open(page));
  expect(await isIsolated(page)).toBe(true);
  expect(violations).toEqual([]);
});

test('an error page with status 200 is never kept in place of a file', async ({ page, context }) => {
  host = await startStaticHost(path, true);
  // Files that the service worker alone asks for: the page opens, its offline copy must not be made of them.
  host.poisoned = /icon-512\.png|index\.html/u;
  const studio = await open(page);
  const registering = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register(new URL('shell.worker.js', document.baseURI));
    const worker = registration.installing;
    if (worker === null) return 'none';
    return new Promise<string>((resolve) => {
      const look = (): void => {
        if (worker.state !== 'installing') resolve(worker.state);
      };
      worker.addEventListener('statechange', look);
      look();
    });
  });
  expect(['redundant', 'none']).toContain(await registering);
  expect(
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null),
  ).toBe(null);
  await captionCat(studio);

  host.poisoned = null;
  await open(page);
  await shellKept(page);
  // A file that is kept on use, and that nothing has used yet.
  const engine = (await readdir(builtAssets)).find(
    (name) => name.endsWith('.mjs') && name.includes('asyncify'),
  );
  const fetchEngine = (): Promise<readonly [string | null, boolean]> =>
    page.evaluate(async (file) => {
      const response = await fetch(file);
      const isKept = (await caches.match(new URL(file, document.baseURI))) !== undefined;
      return [response.headers.get('Content-Type'), isKept] as const;
    }, `assets/${engine}`);
  host.poisoned = /asyncify/u;
  expect(await fetchEngine()).toEqual(['text/html', false]);
  host.poisoned = null;
  expect(await fetchEngine()).toEqual(['text/javascript', true]);

  await context.setOffline(true);
  await captionCat(await open(page));
});
