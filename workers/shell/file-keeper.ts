import { securityHeaders } from './security-headers.ts';
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

/**
 * The answer with those of the security headers that its host did not send: where a host can set none, the page is
 * isolated all the same from the second visit on, and its workers have a policy.
 */
function guarded(response: Response): Response {
  // A redirect is given to the browser as it is; it has no content.
  if (response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/**
 * A keeper of the files of one build. Nothing is kept whose hash is not the build's: no error page with status 200, no
 * file of another version. Kept answers carry the headers that they came with, and the security headers.
 *
 * @param folderUrl Of the page, ending in `/`.
 */
export function createFileKeeper(files: readonly ShellFile[], folderUrl: string): FileKeeper {
  const shellCache = `${shellPrefix}${versionOf(files)}`;
  // The page is kept under its folder: some hosts redirect `index.html`, and no redirected answer may be given to a
  // navigation.
  const absolute = (url: string): string => new URL(url, folderUrl).href.replace(/(?<=\/)index\.html$/u, '');
  const integrities = new Map(files.map(({ url, integrity }) => [absolute(url), integrity]));
  const parted = partFiles(files);
  const atOnce = new Set(parted.atOnce.map(absolute));
  const onUse = new Set(parted.onUse.map(absolute));

  /** A request that the browser lets succeed with the build's content only. */
  const exact = (url: string, init: RequestInit = {}): Request =>
    new Request(url, { ...init, integrity: integrities.get(url) ?? '' });

  async function fromUse(url: string, request: Request): Promise<Response> {
    const cache = await caches.open(onUseCache);
    const kept = await cache.match(url);
    if (kept !== undefined) return kept;
    let response: Response;
    try {
      response = await fetch(exact(url));
    } catch {
      // Offline, or a host that alters files: the page gets what it would get without this worker.
      return fetch(request);
    }
    if (response.status === 200) await cache.put(url, response.clone());
    return response;
  }

  async function fromShell(url: string, request: Request): Promise<Response> {
    const kept = await (await caches.open(shellCache)).match(url);
    return kept ?? fetch(request);
  }

  async function keep(urls: readonly string[]): Promise<void> {
    const cache = await caches.open(onUseCache);
    const wanted = urls.map(absolute).filter((url) => onUse.has(url));
    await Promise.allSettled(
      wanted.map(async (url) => {
        if ((await cache.match(url)) === undefined) await cache.add(exact(url));
      }),
    );
  }

  return {
    install: async () => {
      const cache = await caches.open(shellCache);
      await cache.addAll([...atOnce].map((url) => exact(url, { cache: 'no-cache' })));
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
      const url = absolute(origin + pathname);
      if (atOnce.has(url)) return fromShell(url, request).then(guarded);
      return onUse.has(url) ? fromUse(url, request).then(guarded) : null;
    },
  };
}
