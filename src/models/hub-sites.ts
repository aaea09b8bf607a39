import type { CatalogueEntry } from '../../workers/protocol/catalogue.ts';

/** A checkpoint of the catalogue that is converted in the browser. */
export type HubSource = Extract<CatalogueEntry['source'], { readonly kind: 'hub' }>;

type HubName = HubSource['hub'];

const storageKey = (hub: HubName): string => `hub-sites-${hub}`;

/** The lines of a field, trimmed, without empty ones. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Origins that the person has put in place of a hub's own; none unless there are. */
export function sitesOf(hub: HubName): readonly string[] {
  try {
    return linesOf(localStorage.getItem(storageKey(hub)) ?? '')
      .filter((line) => URL.canParse(line))
      .map((line) => new URL(line).origin);
  } catch {
    // Storage denied: the hub's own serve.
    return [];
  }
}

/** Keeps origins, one a line, to ask in place of a hub's own; an empty text takes them back. */
export function keepSites(hub: HubName, text: string): void {
  try {
    localStorage.setItem(storageKey(hub), text);
  } catch {
    // Storage denied: the hub's own serve.
  }
}
