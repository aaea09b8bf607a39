import type { Language } from './pick-language.ts';
import { useLanguage } from './use-messages.ts';

/** The sentences of the dialogs that bring pictures. */
interface IntakeMessages {
  readonly link: {
    readonly title: string;
    readonly label: string;
    readonly hint: string;
    readonly open: string;
    readonly fetching: string;
    readonly cancel: string;
  };
  readonly camera: {
    readonly title: string;
    readonly starting: string;
    readonly live: string;
    readonly taken: string;
    readonly take: string;
    readonly again: string;
    readonly use: string;
    readonly retry: string;
  };
}

const zhCn: IntakeMessages = {
  link: {
    title: '用网址打开图片',
    label: '图片的网址',
    hint: '浏览器直接去那个网站取图，不经过别人，也不告诉它是哪个网页要的。',
    open: '打开',
    fetching: '正在取图',
    cancel: '取消',
  },
  camera: {
    title: '拍一张',
    starting: '正在打开摄像头',
    live: '摄像头的画面',
    taken: '刚拍的照片',
    take: '拍',
    again: '重拍',
    use: '就用这张',
    retry: '再试一次',
  },
};

const en: IntakeMessages = {
  link: {
    title: 'Open a picture from the web',
    label: 'Address of the picture',
    hint: 'The browser fetches it straight from that site, which is not told what page asks.',
    open: 'Open',
    fetching: 'Fetching the picture',
    cancel: 'Cancel',
  },
  camera: {
    title: 'Take a photo',
    starting: 'Starting the camera',
    live: 'What the camera sees',
    taken: 'The photo just taken',
    take: 'Take',
    again: 'Take again',
    use: 'Use this one',
    retry: 'Try again',
  },
};

const dictionaries: Readonly<Record<Language, IntakeMessages>> = { 'zh-CN': zhCn, en };

/** What the dialogs that bring pictures say, in the page's language; comes with them. */
export function useIntakeMessages(): IntakeMessages {
  return dictionaries[useLanguage()];
}
