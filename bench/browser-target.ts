/** The product's worker in a Chromium of its own, so that its memory can be told from that of other targets. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumArguments, chromiumPath } from '../e2e/chromium.ts';
import type { LoadFigures } from './page/bench-page.ts';
import type { Target } from './target.ts';

/** Measures memory at once instead of at the next garbage collection, which may be half a minute away. */
const measureMemoryEagerly = '--enable-blink-features=ForceEagerMeasureMemory';

export interface BrowserTargetOptions {
  readonly name: string;
  readonly siteUrl: string;
  /** Relative to the site. */
  readonly modelUrl: string;
  readonly pictureUrl: string;
  readonly variant: string;
}

/** Bytes of the largest renderer's peak resident memory; null where the system has no `/proc`. */
async function peakResidentMemory(context: BrowserContext): Promise<number | null> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) return null;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return 1024 * Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
      }),
  );
  await session.detach();
  const peak = Math.max(0, ...peaks);
  return peak === 0 ? null : peak;
}

/** Opens Chromium with an empty profile; weights are stored in it, on disk as for a person. */
export async function openBrowserTarget(options: BrowserTargetOptions): Promise<Target> {
  const profile = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...chromiumArguments, measureMemoryEagerly],
  });
  context.setDefaultTimeout(0);
  let page: Page | undefined;
  let peakResident: number | null = null;

  const notePeak = async (): Promise<void> => {
    const peak = await peakResidentMemory(context);
    if (peak !== null) peakResident = Math.max(peakResident ?? 0, peak);
  };
  const loadInNewPage = async (): Promise<LoadFigures> => {
    await notePeak();
    await page?.close();
    page = await context.newPage();
    await page.goto(options.siteUrl);
    return page.evaluate(({ modelUrl, variant }) => window.benchPage!.loadModel(modelUrl, variant), options);
  };
  const opened = (): Page => {
    if (page === undefined) throw new Error('No model is loaded yet');
    return page;
  };

  return {
    name: options.name,
    load: async () => {
      const first = await loadInNewPage();
      const second = await loadInNewPage();
      return { cold: first.milliseconds, cached: second.milliseconds, threads: second.threads };
    },
    caption: (settings) =>
      opened().evaluate(([url, changes]) => window.benchPage!.caption(url, changes), [
        options.pictureUrl,
        settings,
      ] as const),
    memory: async () => {
      await notePeak();
      return { peakResident, heap: await opened().evaluate(() => window.benchPage!.memory()) };
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
