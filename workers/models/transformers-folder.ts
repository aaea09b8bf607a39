import { blobSource } from '../convert/source/byte-source.ts';
import type { SourceFolder } from '../convert/source/source-folder.ts';

/**
 * What ModelScope's file says of a Chinese captioning model, with the prompt that OFA's own data set has for one
 * (OFA, data/mm_data/caption_dataset.py).
 */
const configuration = {
  framework: 'pytorch',
  task: 'image-captioning',
  model: { type: 'ofa', language: 'zh', prompt: '图片描述了什么内容?' },
};

/** A folder in the format of transformers, which has no `configuration.json`, as one of ModelScope. */
export function transformersFolder(folder: SourceFolder): SourceFolder {
  return {
    async open(signal, name) {
      const file = await folder.open(signal, name);
      if (file !== undefined || name !== 'configuration.json') return file;
      return blobSource(name, new Blob([JSON.stringify(configuration)]));
    },
  };
}
