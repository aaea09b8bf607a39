/** HTTP servers of a stand-in hub, each on an origin of its own, with one log for all. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerName } from './faults.ts';

export interface LoggedRequest {
  readonly server: ServerName;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Path of the repository's file that was asked for. */
  file: string | undefined;
  /** The `Range` header. */
  readonly range: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly status: number;
}

export interface Exchange {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly logged: LoggedRequest;
}

export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startServer(
  name: ServerName,
  log: (entry: LoggedRequest) => void,
  answer: (exchange: Exchange) => Promise<void>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const logged: LoggedRequest = {
      server: name,
      method: request.method ?? '',
      url: request.url ?? '',
      file: undefined,
      range: request.headers.range,
      headers: request.headers,
      get status() {
        return response.statusCode;
      },
    };
    log(logged);
    const url = new URL(logged.url, 'http://stand-in');
    // A client that went away while it was being answered ends the answer with an error.
    answer({ url, request, response, logged }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
