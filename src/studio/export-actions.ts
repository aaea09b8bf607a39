import { createStore, type StoreApi } from 'zustand/vanilla';
import { OfaError } from '../../workers/protocol/errors.ts';
import type { AnimationClient } from './animation-client.ts';
import { createGifExport, type GifExport } from './export-gif.ts';
import {
  defaultOptions,
  type ExportOptions,
  fileEndings,
  formatOf,
  type StillFormat,
} from './export-options.ts';
import { exportPicture } from './export-picture.ts';
import { displayedDocument, type Picture } from './picture.ts';
import { saveFile } from './save-file.ts';
import { shareFile } from './share-file.ts';
import { reporting, selectedPicture, type StudioStore } from './studio-store.ts';

/** Ways for the meme out of the studio. */
export interface ExportActions {
  /** What the person chose, for this visit. */
  readonly options: StoreApi<ExportOptions>;
  /** The GIF that is being written, or waits to be saved. */
  readonly gif: Pick<GifExport, 'store' | 'close'>;
  /** Downloads the meme on the stage; a GIF is written first, and saved on another word. */
  readonly download: () => Promise<void>;
  /** Puts it on the clipboard. */
  readonly copy: () => Promise<void>;
  /** Hands it to the system's share sheet; a GIF is written first. */
  readonly share: () => Promise<void>;
  readonly saveGif: () => void;
  readonly shareGif: () => Promise<void>;
}

/** True where pictures can be put on the clipboard. */
export const canCopyImage = typeof ClipboardItem !== 'undefined';

function fileNameOf(pictureName: string, format: StillFormat | 'gif'): string {
  return `${pictureName}-meme.${fileEndings[format]}`;
}

/** Exports of the store's selected picture. */
export function createExportActions(store: StudioStore, client: AnimationClient): ExportActions {
  const options = createStore<ExportOptions>(() => defaultOptions);
  const gif = createGifExport(client);

  const encode = (picture: Picture, format: StillFormat): Promise<Blob> =>
    exportPicture(picture.image, displayedDocument(picture), format, options.getState());

  function withPicture(action: (picture: Picture) => Promise<void>): Promise<void> {
    return reporting(store, async () => {
      const picture = selectedPicture(store.getState());
      if (picture === null) return;
      store.setState({ problem: null, notice: null });
      await action(picture);
    });
  }

  /** Encodes the picture and hands it on; of a moving one the GIF is begun. */
  function leave(handOn: (blob: Blob, fileName: string) => Promise<void> | void): Promise<void> {
    return withPicture(async (picture) => {
      const format = formatOf(options.getState(), picture.image.moves);
      if (format === 'gif') await gif.start(picture, options.getState());
      else await handOn(await encode(picture, format), fileNameOf(picture.image.name, format));
    });
  }

  function save(blob: Blob, fileName: string): void {
    saveFile(blob, fileName);
    store.setState({ notice: 'saved' });
  }

  return {
    options,
    gif,
    download: () => leave(save),
    copy: () =>
      withPicture(async (picture) => {
        try {
          // Safari wants the item in the same tick as the click, with a promise inside
          // (https://bugs.webkit.org/show_bug.cgi?id=222262).
          await navigator.clipboard.write([new ClipboardItem({ 'image/png': encode(picture, 'png') })]);
        } catch (error) {
          if (error instanceof OfaError) throw error;
          throw new OfaError('clipboard-denied', 'The clipboard may not be written', {}, error);
        }
        store.setState({ notice: 'copied' });
      }),
    share: () => leave(shareFile),
    saveGif: () => {
      const state = gif.store.getState();
      if (state.status === 'done') save(state.gif.blob, fileNameOf(state.name, 'gif'));
    },
    shareGif: () =>
      reporting(store, async () => {
        const state = gif.store.getState();
        if (state.status === 'done') await shareFile(state.gif.blob, fileNameOf(state.name, 'gif'));
      }),
  };
}
