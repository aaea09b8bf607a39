import { createStore } from 'zustand/vanilla';
import { type Language, pickLanguage } from './pick-language.ts';

const storageKey = 'language';

function readSaved(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    // Storage denied: the browser's language serves.
    return null;
  }
}

/** The language of the page. */
export const languageStore = createStore<Language>(() => pickLanguage(readSaved(), navigator.languages));

/** Switches the page's language and keeps the choice for the next visit. */
export function chooseLanguage(language: Language): void {
  languageStore.setState(language, true);
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage denied: the choice holds for this visit.
  }
}
