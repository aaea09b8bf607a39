/** The product's worker in a Chromium of its own, so that its memory can be told from that of other targets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumArguments, chromiumPath } from '../e2e/chromium.ts';
import type { LoadFigures } from './page/bench-page.ts';
import { peakResidentMemory } from './resident-memory.ts';
import type { Target } from './target.ts';

export interface BrowserTargetOptions {
  readonly siteUrl: string;
  /** Relative to the site. */
  readonly modelUrl: string;
  readonly pictureUrl: string;
  readonly variant: string;
  readonly threads: number;
  readonly isBaseline: boolean;
  /** Loads a second time to learn how long it takes with the weights in storage. */
  readonly loadsTwice: boolean;
}

/** Peak resident memory in bytes of the renderer that had most; null where the system does not tell. */
async function largestRenderer(context: BrowserContext): Promise<number | null> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) return null;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const peaks = await Promise.all(renderers.map(({ id }) => peakResidentMemory(id)));
  const known = peaks.filter((peak) => peak !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Opens Chromium with an empty profile; weights are stored in it, on disk as for a person. */
export async function openBrowserTarget(options: BrowserTargetOptions): Promise<Target> {
  const profile = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: chromiumArguments,
  });
  context.setDefaultTimeout(0);
  let page: Page | undefined;
  let peakResident: number | null = null;

  const notePeak = async (): Promise<void> => {
    const peak = await largestRenderer(context);
    if (peak !== null) peakResident = Math.max(peakResident ?? 0, peak);
  };
  const loadInNewPage = async (): Promise<LoadFigures> => {
    await notePeak();
    await page?.close();
    page = await context.newPage();
    await page.goto(options.siteUrl);
    const { modelUrl: folderUrl, variant, threads, isBaseline } = options;
    return page.evaluate((load) => window.benchPage!.loadModel(load), {
      folderUrl,
      variant,
      threads,
      isBaseline,
    });
  };
  const opened = (): Page => {
    if (page === undefined) throw new Error('No model is loaded yet');
    return page;
  };

  return {
    load: async () => {
      const { milliseconds, threads } = await loadInNewPage();
      const cached = options.loadsTwice ? (await loadInNewPage()).milliseconds : null;
      return { cold: milliseconds, cached, threads };
    },
    caption: (settings) =>
      opened().evaluate(([url, changes]) => window.benchPage!.caption(url, changes), [
        options.pictureUrl,
        settings,
      ] as const),
    captionBatch: (settings, pictures) =>
      opened().evaluate(([url, changes, count]) => window.benchPage!.captionBatch(url, changes, count), [
        options.pictureUrl,
        settings,
        pictures,
      ] as const),
    memory: async () => {
      await notePeak();
      return { peakResident };
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
