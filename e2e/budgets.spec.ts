import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { dropFiles } from './support/drop.ts';
import { sampleNames, samplePicture } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

/** Bytes, compressed as a host sends them. */
const mostPageScript = 150_000;
const mostCaptionFonts = 300_000;

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

test('a first caption asks for few fonts, whichever of the samples it is written on', async ({ page }) => {
  test.setTimeout(300_000);
  const studio = new Studio(page);
  for (const name of sampleNames()) {
    await studio.open();
    await dropFiles(page, samplePicture(name));
    await studio.captioned();
    const fonts = await page.evaluate(async () => {
      await document.fonts.ready;
      return performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((url) => url.endsWith('.woff2'));
    });
    // The variable face is for the page's own words, on a device without Chinese glyphs.
    const ofCaption = fonts.filter((url) => !url.includes('-wght-'));
    expect(ofCaption.length, name).toBeGreaterThan(0);
    const sizes = await Promise.all(
      ofCaption.map(async (url) => (await (await page.request.get(url)).body()).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total, `${name}: ${ofCaption.join(' ')}`).toBeLessThanOrEqual(mostCaptionFonts);
  }
});
