/**
 * Keeps what a person makes: a picture is put on the shelf a moment after its texts have changed, and comes back with
 * them whenever the person wants. Where the browser denies storage, favourites and memes last as long as the page.
 */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { batchWith } from '../captions/batches.ts';
import { openImage } from '../intake/image-input.ts';
import { createHistory } from '../meme/history.ts';
import { createPicture, type Picture, wordsOf } from '../studio/picture.ts';
import { showPicture } from '../studio/show-picture.ts';
import type { Studio } from '../studio/studio.ts';
import { reporting } from '../studio/studio-store.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { emptyIndex, isReadable, type KeptIndex, type KeptMeme, withFavouriteToggled } from './kept-memes.ts';
import type { Shelf } from './shelf.ts';
import { memeThumbnail } from './thumbnail.ts';

export interface KeepingState {
  readonly index: KeptIndex;
  /** True where the browser does not let the page keep anything. */
  readonly isDenied: boolean;
}

export interface Keeping {
  readonly store: StoreApi<KeepingState>;
  /** True while the dialog is open. */
  readonly isOpen: StoreApi<boolean>;
  readonly toggleFavourite: (text: string) => void;
  /** Puts a kept meme on the stage again. */
  readonly restore: (meme: KeptMeme) => Promise<void>;
  readonly remove: (id: string) => void;
  readonly clearMemes: () => void;
  /** Puts everything that has changed on the shelf at once; resolves when that is done. */
  readonly flush: () => Promise<void>;
  readonly dispose: () => void;
}

/** How long a picture rests after a change before it is kept, in milliseconds. */
const rest = 1200;

const isWorthKeeping = ({ history }: Picture): boolean => wordsOf(history.present) !== '';

/** Keeps the pictures of a studio on a shelf. */
export function createKeeping(studio: Studio, shelf: Shelf): Keeping {
  const store = createStore<KeepingState>(() => ({ index: emptyIndex, isDenied: false }));
  /** Names on the shelf of the pictures of this visit. */
  const names = new Map<string, string>();
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work = Promise.resolve();

  async function after(previous: Promise<void>, action: () => Promise<KeptIndex>): Promise<void> {
    await previous;
    try {
      store.setState({ index: await action(), isDenied: false });
    } catch {
      store.setState({ isDenied: true });
    }
  }

  /** Does one thing after another; a failure means that nothing can be kept. */
  function queue(action: () => Promise<KeptIndex>): Promise<void> {
    work = after(work, action);
    return work;
  }

  const nameOf = ({ id }: Picture): string => {
    const name = names.get(id) ?? `${Date.now().toString(36)} ${id}`;
    names.set(id, name);
    return name;
  };

  async function put(picture: Picture): Promise<KeptIndex> {
    const { image, history, adoptedText } = picture;
    const document = history.present;
    const batch = batchWith(picture, adoptedText);
    const meme: KeptMeme = {
      id: nameOf(picture),
      changed: Date.now(),
      name: image.name,
      words: wordsOf(document),
      document,
      adoptedText,
      result: batch.status === 'done' ? batch.result : null,
      ...(batch.status === 'done' && batch.origin !== undefined && { origin: batch.origin }),
      thumbnail: await memeThumbnail(image, document),
      bytes: image.blob.size,
    };
    return shelf.put(meme, image.blob);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    const { pictures } = studio.store.getState();
    const due = pictures.filter((picture) => changed.has(picture.id) && isWorthKeeping(picture));
    for (const picture of due) {
      changed.delete(picture.id);
      void queue(() => put(picture));
    }
    await work;
  }

  const stopWatching = studio.store.subscribe(({ pictures }, before) => {
    for (const picture of pictures) {
      const known = before.pictures.find(({ id }) => id === picture.id);
      if (known?.history.present === picture.history.present && known.job.status === picture.job.status)
        continue;
      changed.add(picture.id);
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), rest);
    }
    // One that leaves the stage is kept as it was.
    for (const picture of before.pictures) {
      const hasLeft = pictures.every(({ id }) => id !== picture.id);
      if (hasLeft && changed.delete(picture.id) && isWorthKeeping(picture)) void queue(() => put(picture));
    }
  });
  const onHide = (): void => void flush();
  window.addEventListener('pagehide', onHide);
  void queue(() => shelf.read());

  /** Shows a change at once, whether or not it can be kept. */
  function edit(change: (index: KeptIndex) => KeptIndex, keep: () => Promise<KeptIndex>): void {
    store.setState(({ index }) => ({ index: change(index) }));
    void queue(keep);
  }

  async function restore(meme: KeptMeme): Promise<void> {
    await reporting(studio.store, async () => {
      studio.store.setState({ problem: null });
      const file = await shelf.file(meme.id);
      if (file === null) throw new OfaError('image-empty', 'The file is gone', { file: meme.name });
      const picture: Picture = {
        ...createPicture(await openImage(file, `${meme.name}.`)),
        history: createHistory(meme.document),
        adoptedText: meme.adoptedText,
        job:
          meme.result === null
            ? { status: 'stopped', hypotheses: [] }
            : {
                status: 'done',
                result: meme.result,
                ...(meme.origin !== undefined && { origin: meme.origin }),
              },
      };
      names.set(picture.id, meme.id);
      showPicture(studio.store, studio.captions, picture);
    });
  }

  return {
    store,
    isOpen: createStore<boolean>(() => false),
    toggleFavourite: (text) => {
      const now = Date.now();
      edit(
        (index) => withFavouriteToggled(index, text, now),
        () => shelf.change((index) => withFavouriteToggled(index, text, now)),
      );
    },
    restore,
    remove: (id) => void queue(() => shelf.remove(id)),
    clearMemes: () => void queue(() => shelf.change((index) => ({ ...index, memes: [] }))),
    flush,
    dispose: () => {
      clearTimeout(timer);
      stopWatching();
      window.removeEventListener('pagehide', onHide);
    },
  };
}

/** Kept memes that this version of the page can show. */
export function readableMemes({ index }: KeepingState): readonly KeptMeme[] {
  return index.memes.filter(isReadable);
}

/** Null where the page keeps nothing. */
export const KeepingContext = createContext<Keeping | null>(null);

/** What the page keeps. */
export function useKeeping(): Keeping {
  const keeping = useContext(KeepingContext);
  if (keeping === null) throw new Error('Nothing is kept above this component');
  return keeping;
}
