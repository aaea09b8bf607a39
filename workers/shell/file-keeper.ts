import { engineFiles, partFiles, type ShellFile, versionOf } from './shell-files.ts';
import type { Backend } from '../protocol/model-folder.ts';

const shellPrefix = 'shell-';
const onUseCache = 'on-use';

/** Keeps the page's files in the browser and answers requests with them. */
export interface FileKeeper {
  /** Keeps everything that the page needs to open. @throws if one file cannot be fetched. */
  install(): Promise<void>;
  /** Drops what earlier versions kept and this one does not know. */
  clean(): Promise<void>;
  /** Keeps those of the files that are kept on use and are not yet. A failure is no harm: the next use tries again. */
  keep(urls: readonly string[]): Promise<void>;
  /** Keeps ONNX Runtime's files for a backend. */
  keepEngine(backend: Backend): Promise<void>;
  /** The answer to a request of the page, or null where the network should give it. */
  answer(request: Request): Promise<Response> | null;
}

async function fromUse(request: Request): Promise<Response> {
  const cache = await caches.open(onUseCache);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request.url, response.clone());
  return response;
}

/**
 * A keeper of the files of one build. Kept answers carry the headers that they came with, so a page that was
 * cross-origin isolated stays so without a network.
 *
 * @param folderUrl Of the page, ending in `/`.
 */
export function createFileKeeper(files: readonly ShellFile[], folderUrl: string): FileKeeper {
  const shellCache = `${shellPrefix}${versionOf(files)}`;
  const absolute = (url: string): string => new URL(url, folderUrl).href;
  const parted = partFiles(files);
  const atOnce = new Set(parted.atOnce.map(absolute));
  const onUse = new Set(parted.onUse.map(absolute));

  async function fromShell(url: string, request: Request): Promise<Response> {
    const kept = await (await caches.open(shellCache)).match(url);
    return kept ?? fetch(request);
  }

  async function keep(urls: readonly string[]): Promise<void> {
    const cache = await caches.open(onUseCache);
    const wanted = urls.map(absolute).filter((url) => onUse.has(url));
    await Promise.allSettled(
      wanted.map(async (url) => {
        if ((await cache.match(url)) === undefined) await cache.add(url);
      }),
    );
  }

  return {
    install: async () => {
      const cache = await caches.open(shellCache);
      // The page is kept under its folder: some hosts redirect `index.html`, and no redirected answer may be
      // given to a navigation.
      const pages = [...atOnce].map((url) => (url === absolute('index.html') ? folderUrl : url));
      await cache.addAll(pages.map((url) => new Request(url, { cache: 'no-cache' })));
    },
    clean: async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith(shellPrefix) && name !== shellCache);
      await Promise.all(old.map((name) => caches.delete(name)));
      const cache = await caches.open(onUseCache);
      const unknown = (await cache.keys()).filter((request) => !onUse.has(request.url));
      await Promise.all(unknown.map((request) => cache.delete(request)));
    },
    keep,
    keepEngine: (backend) => keep(engineFiles(parted.onUse, backend)),
    answer: (request) => {
      if (request.method !== 'GET') return null;
      const { origin, pathname } = new URL(request.url);
      const url = origin + pathname;
      if (url === folderUrl || url === absolute('index.html')) return fromShell(folderUrl, request);
      if (atOnce.has(url)) return fromShell(url, request);
      return onUse.has(url) ? fromUse(request) : null;
    },
  };
}
