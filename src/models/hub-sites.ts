import type { CatalogueEntry } from '../../workers/protocol/catalogue.ts';

/** A checkpoint of the catalogue that is converted in the browser. */
export type HubSource = Extract<CatalogueEntry['source'], { readonly kind: 'hub' }>;

type HubName = HubSource['hub'];

/** What the hubs call themselves. */
export const hubTitles: Readonly<Record<HubName, string>> = {
  modelscope: 'ModelScope',
  huggingface: 'Hugging Face',
};

const storageKey = (hub: HubName): string => `hub-sites-${hub}`;

/** The lines of a field, trimmed, without empty ones. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What was entered on this visit, which storage may have refused. */
const entered = new Map<HubName, string>();

function storedText(hub: HubName): string {
  try {
    return localStorage.getItem(storageKey(hub)) ?? '';
  } catch {
    // Storage denied: nothing was kept.
    return '';
  }
}

/** Origins that the person has put in place of a hub's own; none unless there are. */
export function sitesOf(hub: HubName): readonly string[] {
  return linesOf(entered.get(hub) ?? storedText(hub))
    .filter((line) => URL.canParse(line))
    .map((line) => new URL(line).origin);
}

/** Keeps origins, one a line, to ask in place of a hub's own; an empty text takes them back. */
export function keepSites(hub: HubName, text: string): void {
  entered.set(hub, text);
  try {
    localStorage.setItem(storageKey(hub), text);
  } catch {
    // Storage denied: it holds for this visit.
  }
}
