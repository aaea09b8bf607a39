import type { ModelsEntryMessages } from './models-messages.ts';
import type { Language } from './pick-language.ts';
import { useLanguage } from './use-messages.ts';

const dictionaries: Readonly<Record<Language, ModelsEntryMessages>> = {
  'zh-CN': {
    open: '选择和管理模型',
    compare: '和别的模型比一比',
    offer: (title, size) => `想要更会说的？可以下载 ${title}，约 ${size}。`,
    offerAction: '看看',
    paused: '有一个模型没有下载完。',
    resume: '继续',
  },
  en: {
    open: 'Choose and manage models',
    compare: 'Compare with another model',
    offer: (title, size) => `Want a wittier one? ${title} can be downloaded, about ${size}.`,
    offerAction: 'Have a look',
    paused: 'A model has not been downloaded to the end.',
    resume: 'Go on',
  },
};

/** What the first script says of models, in the page's language; the rest comes with the dialog. */
export function useModelsEntryMessages(): ModelsEntryMessages {
  return dictionaries[useLanguage()];
}
