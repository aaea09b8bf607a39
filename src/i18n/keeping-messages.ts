import type { Language } from './pick-language.ts';
import { useLanguage } from './use-messages.ts';

/** What the page says of memes and texts that it keeps. */
interface KeepingMessages {
  readonly open: string;
  readonly title: string;
  readonly denied: string;
  readonly favourites: string;
  readonly noFavourites: string;
  readonly like: string;
  readonly liked: string;
  readonly use: (text: string) => string;
  readonly unlike: (text: string) => string;
  readonly memes: string;
  readonly noMemes: string;
  readonly bounds: (count: number, bytes: string) => string;
  readonly restore: (words: string) => string;
  readonly remove: (words: string) => string;
  readonly clear: string;
  readonly clearSure: string;
  readonly keep: string;
}

const dictionaries: Readonly<Record<Language, KeepingMessages>> = {
  'zh-CN': {
    open: '收藏和历史',
    title: '收藏和历史',
    denied: '浏览器不让保存，这些只留到页面关上为止。',
    favourites: '收藏的台词',
    noFavourites: '看到喜欢的台词，点一下心就收在这里。',
    like: '收藏图上这句',
    liked: '已收藏图上这句',
    use: (text) => `写到图上：${text}`,
    unlike: (text) => `不再收藏：${text}`,
    memes: '做过的图',
    noMemes: '做好的图会自动留在这台设备上，随时接着改。',
    bounds: (count, bytes) => `只留在这台设备上：最近 ${count} 张，合计不超过 ${bytes}。`,
    restore: (words) => `接着改：${words}`,
    remove: (words) => `删掉：${words}`,
    clear: '全部删掉',
    clearSure: '真的全删',
    keep: '留着',
  },
  en: {
    open: 'Favourites and history',
    title: 'Favourites and history',
    denied: 'The browser does not let the page keep anything: this lasts until the page is closed.',
    favourites: 'Favourite captions',
    noFavourites: 'Press the heart at a caption that you like, and it is kept here.',
    like: 'Keep the text on the picture as a favourite',
    liked: 'The text on the picture is a favourite',
    use: (text) => `Put on the picture: ${text}`,
    unlike: (text) => `No longer a favourite: ${text}`,
    memes: 'Memes you made',
    noMemes: 'What you make is kept on this device, to go on with at any time.',
    bounds: (count, bytes) => `On this device only: the latest ${count}, at most ${bytes} together.`,
    restore: (words) => `Go on with: ${words}`,
    remove: (words) => `Delete: ${words}`,
    clear: 'Delete all',
    clearSure: 'Yes, delete all',
    keep: 'Keep them',
  },
};

/** What the page keeps, in its language. */
export function useKeepingMessages(): KeepingMessages {
  return dictionaries[useLanguage()];
}
