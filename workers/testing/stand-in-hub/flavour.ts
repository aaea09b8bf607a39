import type { ServerResponse } from 'node:http';
import type { Repository } from './repository.ts';

/** What an address of a hub's gateway asks for. */
export type Route =
  | { readonly kind: 'file'; readonly model: string; readonly revision: string; readonly path: string }
  | { readonly kind: 'list'; readonly model: string; readonly revision: string; readonly recursive: boolean };

/** In what two hubs differ. */
export interface Flavour {
  route(url: URL): Route | undefined;
  /** The body of the listing, files and folders. */
  listing(repository: Repository, revision: string, recursive: boolean): unknown;
  answerMissingFile(response: ServerResponse, path: string): void;
  answerMissingModel(response: ServerResponse, model: string): void;
}

/** The folders that hold files of a repository. */
export function foldersOf({ files }: Repository): readonly string[] {
  const parents = files.flatMap(({ path }) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(parents)];
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(value));
}
