import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExportedGif, ExportGifEvent } from '../../workers/protocol/animation-service.ts';
import type { AnimationClient } from './animation-client.ts';
import type { ExportOptions } from './export-options.ts';
import { paintForExport } from './export-picture.ts';
import { displayedDocument, type Picture } from './picture.ts';

/** How far a GIF is. */
export type GifState =
  | { readonly status: 'none' }
  | { readonly status: 'running'; readonly event: ExportGifEvent | null }
  /** `url` shows it, until the export is closed. */
  | { readonly status: 'done'; readonly name: string; readonly gif: ExportedGif; readonly url: string };

/** The export of a moving picture: it takes a while and its size is known only when it is written. */
export interface GifExport {
  readonly store: StoreApi<GifState>;
  /** Writes the picture's GIF. @throws OfaError of the picture or worker; an abort when closed meanwhile. */
  readonly start: (picture: Picture, options: ExportOptions) => Promise<void>;
  /** Stops writing, or lets go of what was written. */
  readonly close: () => void;
}

const none: GifState = { status: 'none' };

/**
 * Writes a moving picture's GIF, with its texts on every frame.
 *
 * @throws OfaError of the picture or worker; `signal.reason` on abort.
 */
export async function writeGif(
  signal: AbortSignal,
  client: AnimationClient,
  picture: Picture,
  options: ExportOptions,
  onEvent: (event: ExportGifEvent) => void,
): Promise<ExportedGif> {
  const { image } = picture;
  const { canvas, frame } = await paintForExport(image, displayedDocument(picture), options, 'texts');
  const overlay = await createImageBitmap(canvas);
  signal.throwIfAborted();
  const { area, scale } = frame;
  const placement = {
    left: Math.round(-area.x * scale.x),
    top: Math.round(-area.y * scale.y),
    width: Math.max(1, Math.round(image.width * scale.x)),
    height: Math.max(1, Math.round(image.height * scale.y)),
  };
  return client.exportGif(signal, { picture: image.blob, overlay, placement }, onEvent);
}

/** An export by the client's worker. */
export function createGifExport(client: AnimationClient): GifExport {
  const store = createStore<GifState>(() => none);
  let controller = new AbortController();

  function close(): void {
    controller.abort();
    const state = store.getState();
    if (state.status === 'done') URL.revokeObjectURL(state.url);
    store.setState(none, true);
  }

  async function write(signal: AbortSignal, picture: Picture, options: ExportOptions): Promise<void> {
    const gif = await writeGif(signal, client, picture, options, (event) => {
      if (!signal.aborted) store.setState({ status: 'running', event }, true);
    });
    const url = URL.createObjectURL(gif.blob);
    store.setState({ status: 'done', name: picture.image.name, gif, url }, true);
  }

  return {
    store,
    start: async (picture, options) => {
      close();
      controller = new AbortController();
      const { signal } = controller;
      store.setState({ status: 'running', event: null }, true);
      try {
        await write(signal, picture, options);
      } catch (error) {
        if (!signal.aborted) store.setState(none, true);
        throw error;
      }
    },
    close,
  };
}
