/** The measured page, built as the product is, and the models that it loads, from one cross-origin isolated origin. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile } from 'vite';

const repository = fileURLToPath(new URL('..', import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
};

/** Builds `bench/page` into `folder` with the product's own settings for resolving, workers and targets. */
export async function buildPage(folder: string): Promise<void> {
  const command = { command: 'build', mode: 'production' } as const;
  const product = (await loadConfigFromFile(command, join(repository, 'vite.config.ts')))?.config;
  await build({
    configFile: false,
    root: fileURLToPath(new URL('page', import.meta.url)),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    resolve: product?.resolve ?? {},
    worker: product?.worker ?? {},
    build: { ...product?.build, outDir: folder, emptyOutDir: true },
  });
}

export interface Site {
  /** Ends in `/`. */
  readonly url: string;
  close(): void;
}

/** The file that a request means, with its size: `place` itself if it is one, else what lies below it. */
async function findFile(place: string, rest: string): Promise<{ path: string; size: number } | undefined> {
  const path = (await stat(place)).isFile() ? place : join(place, rest || 'index.html');
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, size: found.size } : undefined;
}

async function serve(
  places: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://bench').pathname));
  const mount = Object.keys(places).find((prefix) => path.startsWith(prefix));
  const file = mount === undefined ? undefined : await findFile(places[mount], path.slice(mount.length));
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': contentTypes[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.size,
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  createReadStream(file.path).pipe(response);
}

/** Serves folders and files by path prefix (the first that fits) on a free port of this machine, uncompressed and uncached. */
export async function startSite(places: Readonly<Record<string, string>>): Promise<Site> {
  const server = createServer((request, response) => {
    serve(places, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
