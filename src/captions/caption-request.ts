import type { StoreApi } from 'zustand/vanilla';
import type { CaptionEvent, CaptionOptions } from '../../workers/protocol/caption-service.ts';
import { type Batches, earlierTexts } from './batches.ts';
import { type CaptionWishes, drawingFor, settingsFor, withMeanScores } from './caption-wishes.ts';
import { hiddenWordsOf, type WordFilter } from './word-filter.ts';

/** Captions that a drawn batch has, as many as the search finds. */
const drawnCaptions = 5;

/** How the person wants captions to be. */
export interface CaptionPreferences {
  readonly wishes: StoreApi<CaptionWishes>;
  readonly wordFilter: StoreApi<WordFilter>;
}

type Settings = NonNullable<CaptionOptions['settings']>;

/** What a picture's newest batch asks of the worker. */
export async function captionOptions(
  batches: Batches,
  { wishes, wordFilter }: CaptionPreferences,
): Promise<CaptionOptions & { readonly settings: Settings }> {
  const { kind, earlier, isUnfiltered } = batches;
  const wish = wishes.getState();
  const options = {
    resolution: wish.resolution,
    settings: settingsFor(kind, wish),
    hiddenWords: isUnfiltered ? [] : await hiddenWordsOf(wordFilter.getState()),
  };
  if (kind === 'search') return options;
  // The batch's number as seed: the same picture gets the same batches again.
  const sampling = { count: drawnCaptions, seed: earlier.length, exclude: earlierTexts(batches) };
  return { ...options, sampling: { ...sampling, ...drawingFor(wish) } };
}

/** The event with `withMeanScores`. */
export function withMeanScoresIn(event: CaptionEvent, settings: Settings): CaptionEvent {
  return event.phase === 'decode'
    ? { ...event, hypotheses: withMeanScores(event.hypotheses, settings) }
    : event;
}
