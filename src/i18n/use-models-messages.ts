import { modelsEn } from './models-en.ts';
import type { ModelsMessages } from './models-messages.ts';
import { modelsZhCn } from './models-zh-cn.ts';
import type { Language } from './pick-language.ts';
import { useLanguage } from './use-messages.ts';

const dictionaries: Readonly<Record<Language, ModelsMessages>> = { 'zh-CN': modelsZhCn, en: modelsEn };

/** The page's sentences about models, in its language. */
export function useModelsMessages(): ModelsMessages {
  return dictionaries[useLanguage()];
}
