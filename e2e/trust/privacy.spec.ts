import { expect, test } from '@playwright/test';
import { dropFiles } from '../support/drop.ts';
import { startLoggingProxy } from '../support/logging-proxy.ts';
import { samplePicture } from '../support/pictures.ts';
import { pixelsOf, Studio } from '../support/studio.ts';

test('from drop to download nothing is sent: no other host is asked, and no request has content', async ({
  browser,
  baseURL,
}) => {
  const proxy = await startLoggingProxy();
  // What goes to this machine itself would otherwise pass the proxy by.
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    locale: 'zh-CN',
    proxy: { server: proxy.server, bypass: '<-loopback>' },
  });
  try {
    const page = await context.newPage();
    const studio = new Studio(page);
    await studio.open();
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
    );
    await dropFiles(page, samplePicture('cat.jpg'));
    await studio.captioned();
    await studio.captions.nth(1).click();
    await studio.textField.fill('我妈说我像这只猫');
    expect((await pixelsOf(await studio.downloadPng())).format).toBe('png');

    // Chromium itself asks there what kinds of fields a form has; no page can tell it not to.
    const requests = proxy.requests.filter(({ url }) => url !== 'content-autofill.googleapis.com:443');
    const paths = requests.map(({ url }) => (URL.canParse(url) ? new URL(url).pathname : url));
    expect(paths, 'the proxy sees the page, its worker and its service worker').toEqual(
      expect.arrayContaining([
        '/',
        expect.stringMatching(/caption\.worker/u),
        expect.stringMatching(/\.wasm$/u),
        '/icon-512.png',
      ]),
    );
    const origin = new URL(baseURL ?? '').origin;
    expect(requests.filter(({ url }) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(requests.filter(({ method, bytes }) => method !== 'GET' || bytes > 0)).toEqual([]);
    expect(requests.filter(({ url }) => new URL(url).search !== '')).toEqual([]);
  } finally {
    await context.close();
    await proxy.close();
  }
});
