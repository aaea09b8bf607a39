/** The measured page: the product's caption worker, built as in production, and nothing else. */
import { createCaptionClient, startCaptionWorker } from '../../src/captions/caption-client.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import type { BenchPage } from './bench-page.ts';

declare global {
  interface Window {
    benchPage?: BenchPage;
  }
  interface Performance {
    /** https://developer.mozilla.org/docs/Web/API/Performance/measureUserAgentSpecificMemory */
    measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
  }
}

keepErrorCodes();
const client = createCaptionClient(startCaptionWorker);
const { signal } = new AbortController();

window.benchPage = {
  loadModel: async (folderUrl, variant) => {
    const started = performance.now();
    const request = {
      folderUrl: new URL(folderUrl, location.href).href,
      backends: ['wasm'],
      variant,
    } as const;
    const { threads } = await client.loadModel(signal, request, () => {});
    return { milliseconds: performance.now() - started, threads };
  },
  caption: async (pictureUrl, settings) => {
    const image = await (await fetch(pictureUrl)).blob();
    const started = performance.now();
    const { hypotheses, timings } = await client.caption(signal, image, { settings }, () => {});
    return { milliseconds: performance.now() - started, timings, text: hypotheses[0].text };
  },
  memory: async () => (await performance.measureUserAgentSpecificMemory?.())?.bytes ?? null,
};
