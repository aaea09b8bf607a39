import type { ExportShape, ExportSize } from '../studio/export-options.ts';
import type { Language } from './pick-language.ts';
import { useLanguage } from './use-messages.ts';

/** The sentences about formats, sizes and GIFs. Numbers come formatted. */
interface ExportsMessages {
  readonly format: string;
  readonly size: string;
  readonly sizes: Readonly<Record<ExportSize, string>>;
  readonly ownSize: string;
  readonly shape: string;
  readonly shapes: Readonly<Record<ExportShape, string>>;
  readonly quality: string;
  readonly gif: {
    readonly title: string;
    readonly survey: (frame: number, frames: number) => string;
    readonly write: (frame: number, frames: number, bytes: string) => string;
    readonly starting: string;
    readonly cancel: string;
    readonly preview: string;
    readonly facts: (width: number, height: number, frames: number, seconds: string) => string;
    readonly truncated: string;
    readonly save: (bytes: string) => string;
    readonly share: string;
  };
}

const zhCn: ExportsMessages = {
  format: '格式',
  size: '大小',
  sizes: { native: '原图', large: '512', small: '240', own: '自定' },
  ownSize: '最长边（像素）',
  shape: '形状',
  shapes: { whole: '原样', cut: '裁成方', padded: '补成方' },
  quality: '质量',
  gif: {
    title: '做成 GIF',
    starting: '正在打开动图',
    survey: (frame, frames) => `正在选颜色，第 ${frame} 帧，共 ${frames} 帧`,
    write: (frame, frames, bytes) => `正在写第 ${frame} 帧，共 ${frames} 帧，${bytes}`,
    cancel: '取消',
    preview: '做好的 GIF',
    facts: (width, height, frames, seconds) => `${width} × ${height} 像素，${frames} 帧，${seconds} 秒`,
    truncated: '原图后面有损坏，能读的帧都在这里。',
    save: (bytes) => `保存 GIF（${bytes}）`,
    share: '分享',
  },
};

const en: ExportsMessages = {
  format: 'Format',
  size: 'Size',
  sizes: { native: 'Original', large: '512', small: '240', own: 'Other' },
  ownSize: 'Longest side in pixels',
  shape: 'Shape',
  shapes: { whole: 'As it is', cut: 'Cut square', padded: 'Pad square' },
  quality: 'Quality',
  gif: {
    title: 'Making the GIF',
    starting: 'Opening the animation',
    survey: (frame, frames) => `Choosing colours, frame ${frame} of ${frames}`,
    write: (frame, frames, bytes) => `Writing frame ${frame} of ${frames}, ${bytes}`,
    cancel: 'Cancel',
    preview: 'The finished GIF',
    facts: (width, height, frames, seconds) =>
      `${width} × ${height} pixels, ${frames} frames, ${seconds} seconds`,
    truncated: 'The original is damaged further on; every frame that can be read is here.',
    save: (bytes) => `Save GIF (${bytes})`,
    share: 'Share',
  },
};

const dictionaries: Readonly<Record<Language, ExportsMessages>> = { 'zh-CN': zhCn, en };

/** What the page says about formats, sizes and GIFs, in its language; comes with what shows it. */
export function useExportsMessages(): ExportsMessages {
  return dictionaries[useLanguage()];
}
