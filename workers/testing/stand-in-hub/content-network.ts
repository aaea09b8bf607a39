/** The origin that serves large files by signed addresses, also in parts. */
import { sendBody, type Span } from './body.ts';
import { isFor, type FaultPlan } from './faults.ts';
import { refusePreflight, sendPage } from './gateway.ts';
import type { Repository, RepositoryFile } from './repository.ts';
import type { Exchange } from './server.ts';
import type { Signer } from './signed-urls.ts';

export interface ContentParts {
  readonly repositories: readonly Repository[];
  readonly faults: FaultPlan;
  readonly signer: Signer;
  readonly cors: () => boolean;
  readonly onStall: () => void;
}

export async function answerAtContentNetwork(parts: ContentParts, exchange: Exchange): Promise<void> {
  const { faults } = parts;
  const { url, response, logged } = exchange;
  if (refusePreflight(exchange)) return;
  const files = parts.repositories.flatMap((repository) => repository.files);
  const file = files.find(({ sha256 }) => url.pathname === `/lfs/${sha256}`);
  logged.file = file?.path;
  const mute = file && faults.take(file.path, ['no-cors'], isFor('cdn'));
  if (parts.cors() && mute === undefined) response.setHeader('Access-Control-Allow-Origin', '*');
  if (file === undefined || !parts.signer.isValid(url)) {
    response.writeHead(403, { 'Content-Type': 'application/xml' });
    response.end('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>');
    return;
  }
  const failure = faults.take(file.path, ['status'], isFor('cdn'));
  if (failure !== undefined) {
    if (failure.retryAfter !== undefined) response.setHeader('Retry-After', failure.retryAfter);
    response.writeHead(failure.status).end();
  } else if (faults.take(file.path, ['page'], isFor('cdn')) !== undefined) sendPage(exchange);
  else await sendRange(parts, file, exchange);
}

async function sendRange(parts: ContentParts, file: RepositoryFile, exchange: Exchange): Promise<void> {
  const { response, request } = exchange;
  const { range } = request.headers;
  const whole = range === undefined || parts.faults.take(file.path, ['no-ranges']) !== undefined;
  const span = whole ? { first: 0, last: file.bytes - 1 } : parseRange(range, file.bytes);
  if (span === undefined) {
    response.writeHead(416, { 'Content-Range': `bytes */${file.bytes}` }).end();
    return;
  }
  const surplus = !whole && parts.faults.take(file.path, ['surplus']) !== undefined;
  const sent = surplus ? { ...span, last: Math.min(span.last + 1, file.bytes - 1) } : span;
  response.writeHead(whole ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': sent.last - sent.first + 1,
    ...(!whole && { 'Content-Range': `bytes ${sent.first}-${sent.last}/${file.bytes}` }),
  });
  await sendBody(response, file, sent, parts.faults, parts.onStall);
}

/** One range, closed or open at its end; undefined for anything else and for what lies outside the file. */
function parseRange(range: string, bytes: number): Span | undefined {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (start === undefined) return undefined;
  const first = Number(start);
  const last = end === undefined || end === '' ? bytes - 1 : Math.min(Number(end), bytes - 1);
  return first <= last ? { first, last } : undefined;
}
