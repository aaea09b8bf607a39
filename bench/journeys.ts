/** How long a person waits on the real page: the product as it is built and served, a picture dropped on it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright';
import sharp from 'sharp';
import { build, preview } from 'vite';
import { chromiumArguments, chromiumPath } from '../e2e/chromium.ts';
import { dragFrames } from './drag-frames.ts';
import { dropAndWatch } from './drop-and-watch.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const configFile = join(repository, 'vite.config.ts');

/** Each is dropped once: a picture that the page still knows would not be looked at again. */
const pictures = ['cat', 'dog', 'panda', 'shiba', 'siamese', 'cool', 'angry', 'party'].map((name) =>
  join(repository, `public/samples/${name}.jpg`),
);

/** Milliseconds, one entry for each picture unless said otherwise. */
export interface Journeys {
  /** From the drop to the first words on the page; the page is open and its model ready. */
  readonly firstWords: readonly number[];
  /** From the same drop to the final captions. */
  readonly finalCaptions: readonly number[];
  /**
   * From the start of the navigation to the final captions of a picture that is dropped as soon as the page takes one;
   * code and model are in the browser's storage.
   */
  readonly coldPage: readonly number[];
  /**
   * What a frame costs while a text is dragged over a picture of 4000 × 3000, from one to the next in a browser that does
   * not wait for the screen; one entry for each frame.
   */
  readonly dragFrames: readonly number[];
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function modelReady(page: Page): Promise<void> {
  await page
    .getByText(/WASM|WebGPU/u)
    .first()
    .waitFor();
}

async function watch(page: Page, picture: string): Promise<ReturnType<typeof dropAndWatch>> {
  return page.evaluate(dropAndWatch, (await readFile(picture)).toString('base64'));
}

/** Without these a frame takes as long as one of the screen's, whatever it costs. */
const unpaced = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

/** Drags the caption of a large picture to and fro. */
async function drag(context: BrowserContext, url: string): Promise<readonly number[]> {
  const page = await openPage(context, url);
  const large = await sharp(pictures[0]).resize(4000, 3000, { fit: 'cover' }).jpeg().toBuffer();
  await page.evaluate(dropAndWatch, large.toString('base64'));
  const text = page.locator('figure button').first();
  const box = await text.boundingBox();
  if (box === null) throw new Error('The caption of the large picture is not in view');
  const before = await text.getAttribute('style');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const frames = page.evaluate(dragFrames, 300);
  await page.mouse.down();
  const times = await frames;
  if ((await text.getAttribute('style')) === before) throw new Error('The caption was not dragged');
  await page.close();
  return times;
}

async function walk(
  context: BrowserContext,
  url: string,
  rounds: number,
): Promise<Omit<Journeys, 'dragFrames'>> {
  const firstWords: number[] = [];
  const finalCaptions: number[] = [];
  const coldPage: number[] = [];
  const [unmeasured, ...others] = pictures;
  const measured = Array.from({ length: rounds }, (_, round) => others[round % others.length]);

  const page = await openPage(context, url);
  await modelReady(page);
  await watch(page, unmeasured);
  for (const picture of measured) {
    const times = await watch(page, picture);
    firstWords.push(times.firstWords - times.dropped);
    finalCaptions.push(times.finalCaptions - times.dropped);
  }
  await page.close();
  for (const picture of measured) {
    const cold = await openPage(context, url);
    coldPage.push((await watch(cold, picture)).finalCaptions);
    await cold.close();
  }
  return { firstWords, finalCaptions, coldPage };
}

/** Does something in a browser of its own, with what a visit before has left in the profile. */
async function inBrowser<Result>(
  profile: string,
  more: readonly string[],
  action: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...chromiumArguments, ...more],
    locale: 'zh-CN',
  });
  // What runs in the page was named by the loader of this script (https://github.com/evanw/esbuild/issues/2605).
  await context.addInitScript('globalThis.__name = (named) => named;');
  try {
    return await action(context);
  } finally {
    await context.close();
  }
}

/** Builds and serves the product and walks through it, `rounds` times each way. */
export async function measureJourneys(rounds: number): Promise<Journeys> {
  const folder = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-product-'));
  const profile = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-profile-'));
  try {
    await build({
      configFile,
      root: repository,
      logLevel: 'warn',
      build: { outDir: folder, emptyOutDir: true },
    });
    const server = await preview({
      configFile,
      root: repository,
      logLevel: 'warn',
      build: { outDir: folder },
      preview: { host: '127.0.0.1', port: 0, open: false },
    });
    const url = server.resolvedUrls?.local[0] ?? '';
    try {
      const times = await inBrowser(profile, [], (context) => walk(context, url, rounds));
      return { ...times, dragFrames: await inBrowser(profile, unpaced, (context) => drag(context, url)) };
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(profile, { recursive: true, force: true });
  }
}
