import type { BilingualText } from '../../workers/protocol/model-folder.ts';
import type { Language } from '../i18n/pick-language.ts';

/** What a model says of itself, in the page's language. */
export function inLanguage(language: Language, { zh, en }: BilingualText): string {
  return language === 'en' ? en : zh;
}
