import { createStore, type StoreApi } from 'zustand/vanilla';

/** Whether captions with certain words are hidden, and which words. */
export interface WordFilter {
  readonly isOn: boolean;
  /** The person's own list; null for the one that ships with the page. */
  readonly words: readonly string[] | null;
}

const storageKey = 'word-filter';
const off: WordFilter = { isOn: false, words: null };

/** The filter that text from storage stands for; what is not understood counts as off. */
export function parseWordFilter(text: string | null): WordFilter {
  try {
    const { isOn, words } = (JSON.parse(text ?? '{}') ?? {}) as Partial<WordFilter>;
    const isList = Array.isArray(words) && words.every((word) => typeof word === 'string');
    return { isOn: isOn === true, words: isList ? words : null };
  } catch {
    return off;
  }
}

function read(): WordFilter {
  try {
    return parseWordFilter(localStorage.getItem(storageKey));
  } catch {
    // Storage denied: nothing was kept.
    return off;
  }
}

/** The filter of the last visit; what changes is kept for the next. */
export function createWordFilter(): StoreApi<WordFilter> {
  const store = createStore<WordFilter>(read);
  store.subscribe((filter) => {
    try {
      localStorage.setItem(storageKey, JSON.stringify(filter));
    } catch {
      // Storage denied: the filter holds for this visit.
    }
  });
  return store;
}

/** The list that ships with the page. */
export async function shippedWords(): Promise<readonly string[]> {
  const { default: words } = await import('../../workers/protocol/rude-words.json');
  return [...words.zh, ...words.en];
}

/** The words to hide; none while the filter is off. */
export async function hiddenWordsOf({ isOn, words }: WordFilter): Promise<readonly string[]> {
  return isOn ? (words ?? (await shippedWords())) : [];
}
