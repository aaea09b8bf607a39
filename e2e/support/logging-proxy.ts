/** A proxy that all traffic of a browser goes through: page, workers and service worker alike. */
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ProxiedRequest {
  readonly method: string;
  /** Whole; `host:port` of a tunnel that was asked for. */
  readonly url: string;
  /** Bytes of content that were sent with it. */
  bytes: number;
}

export interface LoggingProxy {
  /** For Playwright's `proxy` option. */
  readonly server: string;
  readonly requests: readonly ProxiedRequest[];
  close(): Promise<void>;
}

/** Starts one on a free port. It forwards HTTP and refuses tunnels, which nothing here needs, but logs both. */
export async function startLoggingProxy(): Promise<LoggingProxy> {
  const requests: ProxiedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const entry: ProxiedRequest = { method: incoming.method ?? '', url: incoming.url ?? '', bytes: 0 };
    requests.push(entry);
    incoming.on('data', (chunk: Buffer) => {
      entry.bytes += chunk.length;
    });
    const { method, headers } = incoming;
    const onward = forward(entry.url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket) => {
    requests.push({ method: 'CONNECT', url: incoming.url ?? '', bytes: 0 });
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
