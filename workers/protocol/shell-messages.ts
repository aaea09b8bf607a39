import type { Backend } from './model-folder.ts';

/** What the page tells the service worker that keeps its files. */
export type ShellMessage =
  /** Keep these files too, which the page has fetched before the service worker was there. */
  | { readonly type: 'keep'; readonly urls: readonly string[] }
  /** Keep the files of the engine that runs the model. */
  | { readonly type: 'keep-engine'; readonly backend: Backend }
  /** Take over from the version that serves the open pages. */
  | { readonly type: 'take-over' };
