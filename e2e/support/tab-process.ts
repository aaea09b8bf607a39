import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

const pageSize = 4096;

/** Process of a tab. */
export interface TabProcess {
  readonly id: number;
  /** Resident bytes, WebAssembly's memory among them; 0 where the system has no `/proc`. */
  readonly bytes: number;
}

/**
 * The processes of a browser's tabs, the largest first. With the only page that has a model ready, that one is its; beside it
 * there are spare ones, without a page.
 */
export async function tabProcesses(page: Page): Promise<readonly TabProcess[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page is of no browser that was launched');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const processes = renderers.map(async ({ id }): Promise<TabProcess> => {
    const statistics = await readFile(`/proc/${id}/statm`, 'utf8').catch(() => '0 0');
    return { id, bytes: Number(statistics.split(' ')[1]) * pageSize };
  });
  return (await Promise.all(processes)).toSorted((a, b) => b.bytes - a.bytes);
}
