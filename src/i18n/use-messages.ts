import { useStore } from 'zustand';
import { en } from './en.ts';
import { createFormats, type Formats } from './formats.ts';
import { languageStore } from './language.ts';
import type { Messages } from './messages.ts';
import type { Language } from './pick-language.ts';
import { zhCn } from './zh-cn.ts';

const dictionaries: Readonly<Record<Language, Messages>> = { 'zh-CN': zhCn, en };
const formats: Readonly<Record<Language, Formats>> = {
  'zh-CN': createFormats('zh-CN'),
  en: createFormats('en'),
};

/** The dictionary of a language. */
export function messagesOf(language: Language): Messages {
  return dictionaries[language];
}

/** The page's language. */
export function useLanguage(): Language {
  return useStore(languageStore);
}

/** The page's sentences in its language. */
export function useMessages(): Messages {
  return messagesOf(useLanguage());
}

/** Numbers in the page's language. */
export function useFormats(): Formats {
  return formats[useLanguage()];
}
