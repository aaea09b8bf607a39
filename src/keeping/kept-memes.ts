/** What this browser keeps of a person's work: records that survive a reload, and the bounds they are kept within. */
import type { CaptionOrigin } from '../captions/caption-origin.ts';
import { createDocument, type MemeDocument } from '../meme/document.ts';
import type { CaptionResult } from '../../workers/protocol/caption-service.ts';

/** A picture with its texts. Its file is kept beside it, under the same id. */
export interface KeptMeme {
  readonly id: string;
  /** Milliseconds since 1970, of the last change. */
  readonly changed: number;
  /** The picture's file name, without its ending. */
  readonly name: string;
  /** All that is written on it. */
  readonly words: string;
  readonly document: MemeDocument;
  /** The caption that the model put on it; anything else is the person's own. */
  readonly adoptedText: string;
  /** The candidates that this caption is one of; null where they were not written to the end. */
  readonly result: CaptionResult | null;
  /** What they came of, so that they can be written again; absent in memes of earlier versions of the page. */
  readonly origin?: CaptionOrigin;
  /** A small picture of the meme. */
  readonly thumbnail: Blob;
  /** Of the picture's file. */
  readonly bytes: number;
}

/** A text that the person liked. */
interface Favourite {
  readonly text: string;
  readonly added: number;
}

export interface KeptIndex {
  /** Latest first. */
  readonly memes: readonly KeptMeme[];
  /** Latest first. */
  readonly favourites: readonly Favourite[];
}

export const emptyIndex: KeptIndex = { memes: [], favourites: [] };

/** Most memes, bytes of their files together, and favourites that are kept. */
export const keptLimits = { memes: 60, bytes: 200_000_000, favourites: 300 } as const;

/** True if the record was written by this version of the page and not by one that knows other documents. */
export function isReadable({ document }: KeptMeme): boolean {
  return document.version === createDocument().version;
}

/** The index with a meme added or replaced, within the limits; the oldest go first. */
export function withMeme(index: KeptIndex, meme: KeptMeme): KeptIndex {
  const others = index.memes.filter(({ id }) => id !== meme.id);
  const sorted = [meme, ...others].sort((a, b) => b.changed - a.changed).slice(0, keptLimits.memes);
  let bytes = 0;
  return {
    ...index,
    memes: sorted.filter((kept) => {
      bytes += kept.bytes;
      return bytes <= keptLimits.bytes;
    }),
  };
}

/** The index without that meme. */
export function withoutMeme(index: KeptIndex, id: string): KeptIndex {
  return { ...index, memes: index.memes.filter((meme) => meme.id !== id) };
}

/** True if the text is among the favourites. */
export function isFavourite({ favourites }: KeptIndex, text: string): boolean {
  return favourites.some((favourite) => favourite.text === text);
}

/** The index with a text made a favourite, or one no longer if it was. */
export function withFavouriteToggled(index: KeptIndex, text: string, now: number): KeptIndex {
  const favourites = isFavourite(index, text)
    ? index.favourites.filter((favourite) => favourite.text !== text)
    : [{ text, added: now }, ...index.favourites].slice(0, keptLimits.favourites);
  return { ...index, favourites };
}
