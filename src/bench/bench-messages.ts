import type { Language } from '../i18n/pick-language.ts';
import { useLanguage } from '../i18n/use-messages.ts';
import type { BenchPhase } from './device-bench.ts';

/** The sentences of the bench. Numbers come formatted. */
export interface BenchMessages {
  readonly open: string;
  readonly heading: string;
  readonly explanation: string;
  readonly backend: string;
  readonly run: string;
  readonly stop: string;
  readonly phases: Readonly<Record<BenchPhase, string>>;
  readonly figures: {
    readonly load: string;
    readonly encode: string;
    readonly step: string;
    readonly whole: string;
    readonly picturesPerMinute: string;
    readonly download: string;
    readonly engine: string;
  };
  readonly milliseconds: (count: string) => string;
  readonly copy: string;
  readonly copied: string;
  readonly result: string;
}

const zhCn: BenchMessages = {
  open: '测测这台设备有多快',
  heading: '测速',
  explanation: '用自带的模型给示例图片配字，只在本机运行，结果不会上传。测的时候别让设备忙别的。',
  backend: '用什么算',
  run: '开始测速',
  stop: '停下',
  phases: { load: '正在载入模型', captions: '正在一张张配字', batch: '正在一口气配完所有图' },
  figures: {
    load: '载入模型',
    encode: '看图',
    step: '写一步',
    whole: '一张图从头到尾',
    picturesPerMinute: '每分钟图片数',
    download: '下载大小',
    engine: '运行方式',
  },
  milliseconds: (count) => `${count} 毫秒`,
  copy: '复制结果',
  copied: '已复制',
  result: '完整结果（JSON）',
};

const en: BenchMessages = {
  open: 'How fast is this device?',
  heading: 'Speed test',
  explanation:
    'Captions the sample pictures with the built-in model, on this device alone; nothing is sent anywhere. Give the device nothing else to do meanwhile.',
  backend: 'Computed by',
  run: 'Start',
  stop: 'Stop',
  phases: {
    load: 'Loading the model',
    captions: 'Captioning one picture after another',
    batch: 'Captioning all pictures at once',
  },
  figures: {
    load: 'Load the model',
    encode: 'Look at a picture',
    step: 'Write one step',
    whole: 'A picture, all in all',
    picturesPerMinute: 'Pictures a minute',
    download: 'Download',
    engine: 'Run by',
  },
  milliseconds: (count) => `${count} ms`,
  copy: 'Copy the result',
  copied: 'Copied',
  result: 'The whole result (JSON)',
};

const dictionaries: Readonly<Record<Language, BenchMessages>> = { 'zh-CN': zhCn, en };

/** The bench's sentences in the page's language. */
export function useBenchMessages(): BenchMessages {
  return dictionaries[useLanguage()];
}
