/** The origin that knows repositories: lists files, serves small ones, redirects to the content network for large ones. */
import { sendBody } from './body.ts';
import { isFor, type FaultPlan } from './faults.ts';
import { sendJson, type Flavour, type Route } from './flavour.ts';
import type { Repository, RepositoryFile } from './repository.ts';
import type { Exchange } from './server.ts';
import type { Signer } from './signed-urls.ts';

export interface GatewayParts {
  readonly flavour: Flavour;
  readonly repositories: readonly Repository[];
  readonly faults: FaultPlan;
  readonly signer: Signer;
  readonly cors: () => boolean;
  readonly contentOrigin: () => string;
  readonly onStall: () => void;
}

const webPage = '<!doctype html>\n<html><head><title>Please sign in</title></head><body></body></html>\n';

/** A web page with status 200 in place of what was asked for. */
export function sendPage({ response }: Exchange): void {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(webPage);
}

/** Answers every preflight as hubs do: without leave. */
export function refusePreflight({ request, response }: Exchange): boolean {
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(403).end();
  return true;
}

export async function answerAtGateway(parts: GatewayParts, exchange: Exchange): Promise<void> {
  const { flavour, faults } = parts;
  const { response, logged } = exchange;
  if (refusePreflight(exchange)) return;
  const route = flavour.route(exchange.url);
  logged.file = route?.kind === 'file' ? route.path : undefined;
  // Listings have no path of their own; faults call them by the empty one.
  const path = logged.file ?? '';
  const mute = faults.take(path, ['no-cors'], isFor('gateway'));
  if (parts.cors() && mute === undefined) response.setHeader('Access-Control-Allow-Origin', '*');
  const failure = faults.take(path, ['status'], isFor('gateway'));
  if (failure !== undefined) {
    if (failure.retryAfter !== undefined) response.setHeader('Retry-After', failure.retryAfter);
    response.writeHead(failure.status).end();
  } else if (faults.take(path, ['page'], isFor('gateway')) !== undefined) sendPage(exchange);
  else if (route === undefined) response.writeHead(404).end();
  else await answerRoute(parts, route, exchange);
}

async function answerRoute(parts: GatewayParts, route: Route, exchange: Exchange): Promise<void> {
  const { flavour, faults, signer } = parts;
  const { response } = exchange;
  const repository = parts.repositories.find(
    ({ model, revisions }) => model === route.model && revisions.includes(route.revision),
  );
  if (repository === undefined) return flavour.answerMissingModel(response, route.model);
  if (route.kind === 'list') {
    return sendJson(response, 200, flavour.listing(repository, route.revision, route.recursive));
  }
  const file = repository.files.find(({ path }) => path === route.path);
  if (file === undefined) return flavour.answerMissingFile(response, route.path);
  if (!file.large) return sendSmallFile(parts, file, exchange);
  const expired = faults.take(file.path, ['expired']) !== undefined;
  const location = parts.contentOrigin() + signer.sign(`/lfs/${file.sha256}`, expired);
  response.writeHead(302, { Location: location }).end();
}

/**
 * A gateway does not know ranges: asked for one, it announces the length of the range and sends the beginning of the
 * file, with status 200.
 */
async function sendSmallFile(parts: GatewayParts, file: RepositoryFile, exchange: Exchange): Promise<void> {
  const [, first = '0'] = /^bytes=(\d+)-/.exec(exchange.request.headers.range ?? '') ?? [];
  const length = Math.max(0, file.bytes - Number(first));
  exchange.response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': length });
  await sendBody(exchange.response, file, { first: 0, last: length - 1 }, parts.faults, parts.onStall);
}
