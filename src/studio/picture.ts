import { type Batches, batchOnShow, firstBatch, isNewestShown } from '../captions/batches.ts';
import { hypothesesOf } from '../captions/caption-job.ts';
import type { ImageInput } from '../intake/image-input.ts';
import {
  captionLayerId,
  changeLayer,
  createDocument,
  createLayer,
  findLayer,
  type MemeDocument,
  type TextLayer,
  withChange,
} from '../meme/document.ts';
import { createHistory, type History, record } from '../meme/history.ts';
import { placed } from '../meme/placement.ts';

/** A picture in the studio with all that is being made of it. */
export interface Picture extends Batches {
  readonly id: string;
  readonly image: ImageInput;
  readonly history: History<MemeDocument>;
  /** The caption that was put on the picture last, by itself or by choice; anything else is the person's own. */
  readonly adoptedText: string;
  /** The text that is held on the stage, or null. */
  readonly selectedLayerId: string | null;
}

let pictures = 0;

/** An empty caption where it disturbs the picture least. */
export function createCaption({ calmPlace }: ImageInput): TextLayer {
  const layer = createLayer(captionLayerId);
  return withChange(layer, placed(layer, calmPlace));
}

/** A picture that waits for its captions. */
export function createPicture(image: ImageInput): Picture {
  pictures += 1;
  return {
    id: `picture-${pictures}`,
    image,
    history: createHistory(createDocument(createCaption(image))),
    ...firstBatch,
    adoptedText: '',
    selectedLayerId: null,
  };
}

/** The text that edits are about: the one that is held, else the caption, else the last. */
export function activeLayer({
  history,
  selectedLayerId,
}: Pick<Picture, 'history' | 'selectedLayerId'>): TextLayer | undefined {
  const document = history.present;
  const held = selectedLayerId === null ? undefined : findLayer(document, selectedLayerId);
  return held ?? findLayer(document, captionLayerId) ?? document.layers.at(-1);
}

/** All that is written on the picture, from the first text to the last. */
export function wordsOf(document: MemeDocument): string {
  return document.layers
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(' / ');
}

/** True once the caption on the picture is no longer one of the model's, or has been removed. */
export function hasOwnText({ history, adoptedText }: Pick<Picture, 'history' | 'adoptedText'>): boolean {
  return findLayer(history.present, captionLayerId)?.text !== adoptedText;
}

/** What the stage shows: the document, or the best live hypothesis in it while captions are being written. */
export function displayedDocument(
  picture: Pick<Picture, 'history' | 'adoptedText' | 'job' | 'earlier' | 'shown'>,
): MemeDocument {
  const { history, job } = picture;
  const best = hypothesesOf(job).at(0);
  const isLive = job.status === 'running' && isNewestShown(picture);
  if (!isLive || best === undefined || hasOwnText(picture)) return history.present;
  return changeLayer(history.present, captionLayerId, { text: best.text });
}

/** Which candidate stands on the picture, or -1. */
export function chosenIndex(picture: Picture): number {
  const text = activeLayer(picture)?.text;
  return hypothesesOf(batchOnShow(picture)).findIndex((hypothesis) => hypothesis.text === text);
}

/** The picture with a candidate in the text that edits are about; where there is none, in a new caption. */
export function withCandidate(picture: Picture, text: string, gesture: string | null): Picture {
  const { present } = picture.history;
  const target = activeLayer(picture) ?? createCaption(picture.image);
  const document = findLayer(present, target.id)
    ? changeLayer(present, target.id, { text })
    : { ...present, layers: [...present.layers, { ...target, text }] };
  return {
    ...picture,
    adoptedText: target.id === captionLayerId ? text : picture.adoptedText,
    history: record(picture.history, document, gesture),
  };
}

/** The picture after its newest batch has ended: the best caption is put on it, unless the person wants another. */
export function settle(picture: Picture): Picture {
  const best = hypothesesOf(picture.job).at(0);
  if (best === undefined || hasOwnText(picture) || !isNewestShown(picture)) return picture;
  // The caption is meant, whichever text is held.
  const { selectedLayerId } = picture;
  return {
    ...withCandidate({ ...picture, selectedLayerId: captionLayerId }, best.text, null),
    selectedLayerId,
  };
}
