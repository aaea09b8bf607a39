/** The product's convert worker in a Chromium of its own, storing what it makes on disk as for a person. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumArguments, chromiumPath } from '../../e2e/chromium.ts';
import type { Conversion } from '../page/bench-page.ts';
import type { ConversionFigures } from './conversion-figures.ts';
import { memoryOf, watchingMemory } from './memory-watch.ts';

/** Begins a conversion in the page. */
type Convert = (page: Page) => Promise<Conversion>;

/** From a hub's address, downloading meanwhile. */
export function fromHub(site: string, reference: string, precision: string): Convert {
  return (page) =>
    page.evaluate((request) => window.benchPage!.convertFromHub(request), { site, reference, precision });
}

/** From a folder that is picked. */
export function fromPickedFolder(folder: string, precision: string): Convert {
  return async (page) => {
    await page.locator('input').setInputFiles(folder);
    return page.evaluate((name) => window.benchPage!.convertPicked(name), precision);
  };
}

async function processIds(context: BrowserContext): Promise<readonly number[]> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) return [];
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.map(({ id }) => id);
}

/** Converts in a new profile, then opens the page once more and makes the model ready on `threads` threads. */
export async function convertInBrowser(
  place: string,
  siteUrl: string,
  threads: number,
  convert: Convert,
): Promise<ConversionFigures> {
  const profile = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: chromiumArguments,
  });
  context.setDefaultTimeout(0);
  try {
    const page = await context.newPage();
    await page.goto(siteUrl);
    const ids = (): Promise<readonly number[]> => processIds(context);
    const idle = await memoryOf(await ids());
    const { value, peak } = await watchingMemory(ids, () => convert(page));
    await page.close();
    const next = await context.newPage();
    await next.goto(siteUrl);
    const { folderUrl, variant, milliseconds } = value;
    const load = { folderUrl, variant, threads, isBaseline: false };
    const ready = await next.evaluate((request) => window.benchPage!.loadModel(request), load);
    return { place, milliseconds, idle, peak, readyAgain: ready.milliseconds };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
