import { OfaError } from '../../workers/protocol/errors.ts';
import type { BilingualText } from '../../workers/protocol/model-folder.ts';

/** A picture that ships with the page. */
export interface Sample {
  readonly file: string;
  /** What is seen on it. */
  readonly title: BilingualText;
  /** Author and licence. */
  readonly credit: string;
}

const noto = 'Noto Emoji, Google, Apache-2.0';
const fluent = 'Fluent Emoji, Microsoft, MIT';
const pets = 'Oxford-IIIT Pet (Parkhi et al. 2012), CC BY-SA 4.0';

/** In the order of the gallery. */
export const samples: readonly Sample[] = [
  { file: 'cat.jpg', title: { zh: '橘猫', en: 'Orange cat' }, credit: pets },
  { file: 'sobbing.jpg', title: { zh: '大哭', en: 'Sobbing face' }, credit: noto },
  { file: 'panda.jpg', title: { zh: '熊猫', en: 'Panda' }, credit: noto },
  { file: 'shiba.jpg', title: { zh: '柴犬', en: 'Shiba' }, credit: pets },
  { file: 'cool.jpg', title: { zh: '墨镜笑脸', en: 'Sunglasses' }, credit: fluent },
  {
    file: 'laughing.jpg',
    title: { zh: '笑出眼泪', en: 'Tears of laughter' },
    credit: 'open-peeps, Pablo Stanley, CC0, DiceBear',
  },
  { file: 'coffee.jpg', title: { zh: '咖啡', en: 'Coffee' }, credit: fluent },
  { file: 'siamese.jpg', title: { zh: '暹罗猫', en: 'Siamese cat' }, credit: pets },
  { file: 'angry.jpg', title: { zh: '生气', en: 'Angry face' }, credit: 'Twemoji, CC BY 4.0' },
  { file: 'dog.jpg', title: { zh: '萨摩耶', en: 'Samoyed' }, credit: pets },
  { file: 'party.jpg', title: { zh: '礼花', en: 'Party popper' }, credit: fluent },
  {
    file: 'eye-roll.jpg',
    title: { zh: '翻白眼', en: 'Eye roll' },
    credit: 'avataaars, Pablo Stanley, DiceBear',
  },
  { file: 'sleeping.jpg', title: { zh: '睡着了', en: 'Sleeping face' }, credit: noto },
  {
    file: 'sandals.jpg',
    title: { zh: '凉鞋', en: 'Sandals' },
    credit: 'clothing-dataset-small, A. Grigorev et al., CC0',
  },
];

/** Address of a sample's file. */
export function sampleUrl(sample: Sample): string {
  return new URL(`samples/${sample.file}`, document.baseURI).href;
}

/** @throws OfaError `download-offline` or `download-failed`. */
export async function fetchSample(sample: Sample): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(sampleUrl(sample));
  } catch (error) {
    throw new OfaError('download-offline', `${sample.file} cannot be fetched`, { file: sample.file }, error);
  }
  if (!response.ok) {
    throw new OfaError('download-failed', `${sample.file}: HTTP ${response.status}`, { file: sample.file });
  }
  return response.blob();
}
