/** The built page on a plain file server, as any static host would serve it: below a path, with headers or without. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../dist', import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticHost {
  /** Of the page, ending in `/`. */
  readonly url: string;
  /** Addresses of files that are answered with an error page and status 200 instead. */
  poisoned: RegExp | null;
  /** Files of which the host has other contents than the build, by their names. */
  replaced: ReadonlyMap<string, Buffer>;
  close(): Promise<void>;
}

/** The headers of the build's `_headers` file, which hosts read that let a site set its own. */
async function headersOfBuild(): Promise<Record<string, string>> {
  const lines = (await readFile(join(built, '_headers'), 'utf8')).split('\n').slice(1);
  return Object.fromEntries(
    lines.filter((line) => line !== '').map((line) => line.trim().split(/: (.*)/su, 2)),
  ) as Record<string, string>;
}

/** Serves the build below `path`, which begins and ends with a slash, on a free port of this machine. */
export async function startStaticHost(path: string, withHeaders: boolean): Promise<StaticHost> {
  const headers = withHeaders ? await headersOfBuild() : {};
  let poisoned: RegExp | null = null;
  let replaced: ReadonlyMap<string, Buffer> = new Map();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    if (poisoned?.test(pathname) === true) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><p>Please log in');
      return;
    }
    const below = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) : '..';
    const file = below === '.' ? 'index.html' : below;
    const content =
      replaced.get(file) ??
      (file.startsWith('..') ? null : await readFile(join(built, file)).catch(() => null));
    if (content === null) {
      response.writeHead(404).end();
      return;
    }
    const type = contentTypes[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Cache-Control': 'no-store' }).end(content);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    get poisoned() {
      return poisoned;
    },
    set poisoned(pattern) {
      poisoned = pattern;
    },
    get replaced() {
      return replaced;
    },
    set replaced(files) {
      replaced = files;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
