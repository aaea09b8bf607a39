/** A real HTTP server on this machine that serves a model folder and fails on demand, for tests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deferred } from './deferred.ts';
import type { SmallModel } from './small-model.ts';

export type Fault =
  | 'not-found'
  | 'server-error'
  /** A web page with status 200, as a single-page application's server sends for what it does not know. */
  | 'html'
  /** A JSON message with status 200, as ModelScope sends for a missing file. */
  | 'json'
  /** The connection ends in the middle of the body. */
  | 'cut'
  /** A body that ends properly, too early. */
  | 'short'
  | 'long'
  /** The right length, one bit changed. */
  | 'wrong-bytes'
  /** Half of the body, then silence. */
  | 'stall'
  /** The connection closes without an answer. */
  | 'hang-up';

export interface ModelServer {
  readonly origin: string;
  readonly folderUrl: string;
  /** Paths asked for since the last call, in order. */
  takeRequests(): string[];
  /** The next requests for `path` get these faults, one each. */
  fail(path: string, ...faults: Fault[]): void;
  /** Every request for `path` gets this fault from now on. */
  failAlways(path: string, fault: Fault): void;
  /** From now on requests for `path` are answered when what this returns is called. */
  hold(path: string): () => void;
  /** From now on serves this model. */
  serve(model: SmallModel): void;
  /** Resolves when a response has begun to stall. */
  stalled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1; the folder is at `/models/small/`, and every site may read it. */
export async function startModelServer(model: SmallModel): Promise<ModelServer> {
  const folder = '/models/small/';
  let served = model;
  let requests: string[] = [];
  const faults = new Map<string, Fault[]>();
  const constantFaults = new Map<string, Fault>();
  const held = new Map<string, Promise<void>>();
  const stall = deferred();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? '').slice(folder.length);
    requests.push(path);
    response.setHeader('Access-Control-Allow-Origin', '*');
    await held.get(path);
    const content =
      path === 'model.json' ? Buffer.from(JSON.stringify(served.manifest)) : served.shards.get(path);
    const fault = faults.get(path)?.shift() ?? constantFaults.get(path);
    if (fault === 'stall') stall.resolve();
    respond(response, content === undefined ? 'not-found' : fault, content ?? new Uint8Array());
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    folderUrl: `${origin}${folder}`,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    fail: (path, ...next) => void faults.set(path, next),
    failAlways: (path, fault) => void constantFaults.set(path, fault),
    hold: (path) => {
      const gate = deferred();
      held.set(path, gate.promise);
      return () => {
        held.delete(path);
        gate.resolve();
      };
    },
    serve: (model) => {
      served = model;
    },
    stalled: () => stall.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(response: ServerResponse, fault: Fault | undefined, content: Uint8Array): void {
  const half = content.subarray(0, content.length >> 1);
  switch (fault) {
    case undefined:
      response.end(content);
      break;
    case 'not-found':
      response.writeHead(404).end('not here');
      break;
    case 'server-error':
      response.writeHead(500).end('sorry');
      break;
    case 'html':
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Welcome</title>');
      break;
    case 'json':
      response.end('{"Code":10010205001,"Message":"file does not exist","Success":false}');
      break;
    case 'cut':
      response.setHeader('Content-Length', content.length).write(half, () => response.destroy());
      break;
    case 'short':
      response.end(half);
      break;
    case 'long':
      response.end(Buffer.concat([content, half]));
      break;
    case 'wrong-bytes':
      response.end(content.map((byte, index) => (index === 7 ? byte ^ 1 : byte)));
      break;
    case 'stall':
      response.setHeader('Content-Length', content.length).write(half);
      break;
    case 'hang-up':
      response.destroy();
      break;
  }
}
