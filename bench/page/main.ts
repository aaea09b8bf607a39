/** The measured page: the product's caption worker, built as in production, and nothing else. */
import {
  createCaptionClient,
  startCaptionWorker,
  type CaptionClient,
} from '../../src/captions/caption-client.ts';
import { createConvertClient, listener, startConvertWorker } from '../../src/models/convert-client.ts';
import { pickedFiles } from '../../src/models/dropped-files.ts';
import type { AcquiredModel } from '../../workers/protocol/convert-service.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import type { BenchPage, Conversion } from './bench-page.ts';

declare global {
  interface Window {
    benchPage?: BenchPage;
  }
}

function startBaselineWorker(name: string): Worker {
  return new Worker(new URL('../../workers/testing/baselines/baselines.worker.ts', import.meta.url), {
    type: 'module',
    name,
  });
}

keepErrorCodes();
const { signal } = new AbortController();
let client: CaptionClient | undefined;
let pictures = 0;

function opened(): CaptionClient {
  if (client === undefined) throw new Error('No model is loaded yet');
  return client;
}

/** A file of its own each time, which shows the same: what follows the end of a JPEG is not read. */
async function freshPicture(pictureUrl: string): Promise<Blob> {
  pictures += 1;
  const mark = String(pictures);
  return new Blob([await (await fetch(pictureUrl)).arrayBuffer(), mark]);
}

const converter = createConvertClient(startConvertWorker);
const about = {
  id: 'bench',
  title: { zh: 'bench', en: 'bench' },
  licence: { name: 'none', notice: { zh: '公式权重', en: 'Formula weights' } },
};

async function timed(convert: () => Promise<AcquiredModel>): Promise<Conversion> {
  const started = performance.now();
  const { folderUrl, variant } = await convert();
  return { milliseconds: performance.now() - started, folderUrl, variant };
}

window.benchPage = {
  loadModel: async ({ folderUrl, variant, threads, isBaseline }) => {
    client = createCaptionClient(isBaseline ? () => startBaselineWorker(variant) : startCaptionWorker);
    const started = performance.now();
    const request = {
      folderUrl: new URL(folderUrl, location.href).href,
      backends: ['wasm'],
      variant,
      threads,
    } as const;
    const loaded = await client.loadModel(signal, request, () => {});
    return { milliseconds: performance.now() - started, threads: loaded.threads };
  },
  caption: async (pictureUrl, settings) => {
    const image = await freshPicture(pictureUrl);
    const started = performance.now();
    const { hypotheses, timings } = await opened().caption(signal, image, { settings }, () => {});
    return { milliseconds: performance.now() - started, timings, text: hypotheses[0].text };
  },
  captionBatch: async (pictureUrl, settings, count) => {
    const images = await Promise.all(Array.from({ length: count }, () => freshPicture(pictureUrl)));
    const started = performance.now();
    await Promise.all(images.map((image) => opened().caption(signal, image, { settings }, () => {})));
    return performance.now() - started;
  },
  convertFromHub: async ({ site, reference, precision }) => {
    const request = { reference, sites: [site], about, precision };
    return timed(() =>
      converter.run(signal, (service, job) =>
        service.fromHub(
          job,
          request,
          listener(() => {}),
        ),
      ),
    );
  },
  convertPicked: async (precision) => {
    const files = pickedFiles(document.querySelector('input')?.files ?? new DataTransfer().files);
    return timed(() =>
      converter.run(signal, (service, job) =>
        service.fromFiles(
          job,
          files,
          { about, precision },
          listener(() => {}),
        ),
      ),
    );
  },
};
