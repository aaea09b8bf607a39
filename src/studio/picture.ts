import { type CaptionJob, hypothesesOf } from '../captions/caption-job.ts';
import type { ImageInput } from '../intake/image-input.ts';
import {
  captionLayerId,
  changeLayer,
  createDocument,
  findLayer,
  type MemeDocument,
  type TextLayer,
} from '../meme/document.ts';
import { createHistory, type History } from '../meme/history.ts';

/** A picture in the studio with all that is being made of it. */
export interface Picture {
  readonly id: string;
  readonly image: ImageInput;
  readonly history: History<MemeDocument>;
  readonly job: CaptionJob;
  /** The caption that was put on the picture last, by itself or by choice; anything else is the person's own. */
  readonly adoptedText: string;
}

let pictures = 0;

/** A picture that waits for its captions. */
export function createPicture(image: ImageInput): Picture {
  pictures += 1;
  return {
    id: `picture-${pictures}`,
    image,
    history: createHistory(createDocument()),
    job: { status: 'waiting' },
    adoptedText: '',
  };
}

/** The layer that captions go to. */
export function captionLayer(document: MemeDocument): TextLayer {
  const layer = findLayer(document, captionLayerId);
  if (layer === undefined) throw new Error('The document has no caption layer');
  return layer;
}

/** True once the text on the picture is no longer one of the model's. */
export function hasOwnText({ history, adoptedText }: Pick<Picture, 'history' | 'adoptedText'>): boolean {
  return captionLayer(history.present).text !== adoptedText;
}

/** What the stage shows: the document, or the best live hypothesis in it while captions are being written. */
export function displayedDocument(picture: Pick<Picture, 'history' | 'job' | 'adoptedText'>): MemeDocument {
  const { history, job } = picture;
  const best = hypothesesOf(job).at(0);
  if (job.status !== 'running' || best === undefined || hasOwnText(picture)) return history.present;
  return changeLayer(history.present, captionLayerId, { text: best.text });
}

/** Which candidate stands on the picture, or -1. */
export function chosenIndex({ history, job }: Picture): number {
  const { text } = captionLayer(history.present);
  return hypothesesOf(job).findIndex((hypothesis) => hypothesis.text === text);
}
