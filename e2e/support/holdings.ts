/** What a tab holds on to after its garbage was collected. */
import type { CDPSession, Page } from '@playwright/test';
import { tabProcesses } from './tab-process.ts';

export interface Holdings {
  /** Bytes of JavaScript's objects on the page. */
  readonly pageHeap: number;
  /** Bytes of JavaScript's objects in the workers that write captions, array buffers included. */
  readonly workerHeap: number;
  /** Elements, canvases and texts, in the document or not. */
  readonly nodes: number;
  /** Event listeners of the page and of its workers. */
  readonly listeners: number;
  /** Object URLs of the page that are not revoked. */
  readonly objectUrls: number;
  /** Workers, the engine's threads among them. */
  readonly workers: number;
  /** Resident bytes of the tab's process, WebAssembly's memory among them; 0 where the system has no `/proc`. */
  readonly resident: number;
}

interface CountsUrls {
  liveObjectUrls: Set<string>;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

const isCaptionWorker = (url: string): boolean => url.includes('caption.worker');

function countObjectUrls(): void {
  const live = new Set<string>();
  Object.assign(globalThis, { liveObjectUrls: live });
  const create = URL.createObjectURL.bind(URL);
  const revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (content) => {
    const url = create(content);
    live.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    live.delete(url);
    revoke(url);
  };
}

/**
 * Speaks to the workers that write captions, to which Playwright opens no session. The engine's threads inside them are left
 * alone: one that waits for work answers nobody.
 */
async function inspectWorkers(
  session: CDPSession,
): Promise<(method: string) => Promise<readonly HeapUsage[]>> {
  const sessions = new Set<string>();
  const answers = new Map<number, (result: HeapUsage) => void>();
  let calls = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (isCaptionWorker(targetInfo.url)) sessions.add(sessionId);
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => void sessions.delete(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: HeapUsage };
    answers.get(id)?.(result);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const call = async (sessionId: string, method: string): Promise<HeapUsage> => {
    calls += 1;
    const id = calls;
    const answer = new Promise<HeapUsage>((resolve) => answers.set(id, resolve));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answer.finally(() => answers.delete(id));
  };
  return (method) => Promise.all(Array.from(sessions, (sessionId) => call(sessionId, method)));
}

async function residentBytes(page: Page): Promise<number> {
  const [{ bytes }] = await tabProcesses(page);
  return bytes;
}

async function pageMetrics(session: CDPSession): Promise<(name: string) => number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
}

/** Begins to watch a page, before it is opened. The function that it gives collects the tab's garbage and measures. */
export async function watchHoldings(page: Page): Promise<() => Promise<Holdings>> {
  await page.addInitScript(countObjectUrls);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const inWorkers = await inspectWorkers(session);
  return async () => {
    await inWorkers('HeapProfiler.collectGarbage');
    const heaps = await inWorkers('Runtime.getHeapUsage');
    const metric = await pageMetrics(session);
    return {
      pageHeap: metric('JSHeapUsedSize'),
      workerHeap: heaps.reduce(
        (sum, { usedSize, backingStorageSize }) => sum + usedSize + backingStorageSize,
        0,
      ),
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      objectUrls: await page.evaluate(() => (globalThis as unknown as CountsUrls).liveObjectUrls.size),
      workers: page.workers().length,
      resident: await residentBytes(page),
    };
  };
}

/** The page's workers that write captions; the threads of the engine inside them are not among these. */
export function captionWorkers(page: Page): number {
  return page.workers().filter((worker) => isCaptionWorker(worker.url())).length;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** How much `values` grow from one place of `at` to the next, by the straight line that lies closest to them. */
export function slope(at: readonly number[], values: readonly number[]): number {
  const [centre, level] = [mean(at), mean(values)];
  const covariance = mean(at.map((place, index) => (place - centre) * (values[index] - level)));
  return covariance / mean(at.map((place) => (place - centre) ** 2));
}
