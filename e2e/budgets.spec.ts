import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { Studio } from './support/studio.ts';

/** Bytes, compressed as a host sends them. */
const mostPageScript = 150_000;

test('the page asks for no more script than it needs before a person does something', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  // Workers load their own modules; of theirs the page's timeline has the first only.
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js') && !name.includes('.worker-')),
  );
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = await Promise.all(
    scripts.map(async (url) => gzipSync(await (await page.request.get(url)).body(), { level: 9 }).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total, scripts.map((url, at) => `${url} ${sizes[at]}`).join('\n')).toBeLessThanOrEqual(
    mostPageScript,
  );
});
