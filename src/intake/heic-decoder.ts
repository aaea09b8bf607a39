/** The page's end of the HEIC worker, for browsers that have no decoder of their own. */
import { transfer } from 'comlink';
import libheifUrl from 'libheif-js/libheif-wasm/libheif.wasm?url';
import { OfaError } from '../../workers/protocol/errors.ts';
import type { HeicService } from '../../workers/protocol/heic-service.ts';
import { watchSilence } from '../watchdog.ts';
import { connectWorker, type WorkerConnection } from '../worker-connection.ts';

/**
 * A PNG of a HEIC file, `HeicService.decode`.
 *
 * @param name For messages.
 * @throws OfaError of the picture; `image-heic` if the decoder could not be fetched; `out-of-memory`, `worker-crashed` or
 *   `worker-stalled`
 */
type HeicDecoder = (file: Blob, name: string) => Promise<Blob>;

/** The longest times in seconds. */
interface HeicPatience {
  /** For the decoder to be fetched, and then to start. */
  readonly start: number;
  /** 120 megapixels take a fast computer ten seconds. */
  readonly decode: number;
}

const patience: HeicPatience = { start: 180, decode: 300 };

/** Fetched here and not in the worker: the service worker is told of what the page has fetched, and keeps it. */
async function fetchLibrary(url: string, seconds: number): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000) });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return response.arrayBuffer();
}

/** @throws whatever keeps the worker's script or the library from running; `out-of-memory` or `worker-stalled` */
async function load(
  { service, death }: WorkerConnection<HeicService>,
  library: ArrayBuffer,
  unavailable: (cause: unknown) => OfaError,
): Promise<void> {
  try {
    await death.unlessInterrupted(service.load(transfer(library, [library])));
  } catch (error) {
    const isOther = error instanceof OfaError && ['out-of-memory', 'worker-stalled'].includes(error.code);
    throw isOther ? error : unavailable(error);
  }
}

/** A decoder that starts a worker for every picture and ends it afterwards. */
export function createHeicDecoder(
  startWorker: () => Worker,
  libraryUrl = libheifUrl,
  limits = patience,
): HeicDecoder {
  return async (file, name) => {
    const unavailable = (cause: unknown): OfaError =>
      new OfaError('image-heic', `The decoder for ${name} could not be fetched`, { file: name }, cause);
    const library = await fetchLibrary(libraryUrl, limits.start).catch((error: unknown) => {
      throw unavailable(error);
    });
    const connection = connectWorker<HeicService>(startWorker(), 'HEIC', () => {});
    const { service, death, end } = connection;
    const watchdog = watchSilence<'decode'>({ ...limits }, (seconds) => {
      end(new OfaError('worker-stalled', `Nothing came from the HEIC worker for ${seconds} s`));
    });
    watchdog.begin();
    try {
      await load(connection, library, unavailable);
      watchdog.heard('decode');
      return await death.unlessInterrupted(service.decode(file, name));
    } finally {
      watchdog.end();
      end(new OfaError('worker-crashed', 'The HEIC worker was ended'));
    }
  };
}

/** Starts the product's HEIC worker. */
export function startHeicWorker(): Worker {
  return new Worker(new URL('../../workers/heic.worker.ts', import.meta.url), { type: 'module' });
}
