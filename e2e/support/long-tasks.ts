import type { Page } from '@playwright/test';

interface Observes {
  longestTask: number;
}

/**
 * Seconds. No measure of speed: the work is done off the page's thread, which is busy for tenths of a second even on a slow
 * machine that does other things besides. Only a page that works through a hostile file or a batch itself takes so long.
 */
export const frozen = 10;

/** Begins to note how long the page's thread is busy at a stretch, before the page is opened. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const observed = globalThis as unknown as Observes;
    observed.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        observed.longestTask = Math.max(observed.longestTask, duration);
      }
    }).observe({ type: 'longtask' });
  });
}

/** Seconds that the page could not answer for, at the longest. */
export async function longestTask(page: Page): Promise<number> {
  return (await page.evaluate(() => (globalThis as unknown as Observes).longestTask)) / 1000;
}
