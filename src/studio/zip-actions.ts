import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnimationClient } from './animation-client.ts';
import { writeGif } from './export-gif.ts';
import { type ExportOptions, fileEndings, formatOf, type StillFormat } from './export-options.ts';
import { exportPicture } from './export-picture.ts';
import { displayedDocument, type Picture } from './picture.ts';
import { reporting, type StudioStore } from './studio-store.ts';
import { zipNames } from './zip-names.ts';

/** How far the packing of all memes is. */
type ZipState =
  { readonly status: 'none' } | { readonly status: 'packing'; readonly done: number; readonly total: number };

export interface ZipActions {
  readonly store: StoreApi<ZipState>;
  /** Downloads a zip file of the memes of all pictures, as they stand when their turn comes. */
  readonly download: () => Promise<void>;
  readonly cancel: () => void;
}

const none: ZipState = { status: 'none' };

/** The page's next turn: between two pictures it answers. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** Packs the memes of the studio's pictures; `save` is given the file. */
export function createZipActions(
  studio: StudioStore,
  animation: AnimationClient,
  exportOptions: StoreApi<ExportOptions>,
  save: (blob: Blob, fileName: string) => void,
): ZipActions {
  const store = createStore<ZipState>(() => none);
  let controller = new AbortController();

  /** The meme as it would be downloaded alone. */
  async function encode(
    signal: AbortSignal,
    picture: Picture,
    format: StillFormat | 'gif',
    options: ExportOptions,
  ): Promise<Blob> {
    if (format === 'gif') return (await writeGif(signal, animation, picture, options, () => {})).blob;
    // Off this thread, so that painting does not freeze the page.
    await picture.image.source.decode().catch(() => undefined);
    return exportPicture(picture.image, displayedDocument(picture), format, options);
  }

  async function pack(signal: AbortSignal): Promise<Blob> {
    const { BlobReader, BlobWriter, ZipWriter } = await import('@zip.js/zip.js');
    // Pictures are compressed already.
    const zip = new ZipWriter(new BlobWriter('application/zip'), { level: 0, useWebWorkers: false });
    const { pictures } = studio.getState();
    const options = exportOptions.getState();
    const formats = pictures.map(({ image }) => formatOf(options, image.moves));
    const names = zipNames(
      pictures.map(({ image }, index) => ({
        name: `${image.name}-meme`,
        ending: fileEndings[formats[index]],
      })),
    );
    for (const [index, { id }] of pictures.entries()) {
      store.setState({ status: 'packing', done: index, total: pictures.length });
      await turn();
      signal.throwIfAborted();
      // As it stands now; one that was taken away meanwhile is left out.
      const picture = studio.getState().pictures.find((candidate) => candidate.id === id);
      if (picture === undefined) continue;
      const meme = await encode(signal, picture, formats[index], options);
      await zip.add(names[index], new BlobReader(meme), { signal });
    }
    return zip.close();
  }

  async function download(): Promise<void> {
    if (store.getState().status !== 'none') return;
    controller = new AbortController();
    const { signal } = controller;
    store.setState({ status: 'packing', done: 0, total: studio.getState().pictures.length });
    await reporting(studio, async () => {
      studio.setState({ problem: null });
      const zip = await pack(signal);
      signal.throwIfAborted();
      save(zip, 'memes.zip');
      studio.setState({ notice: 'saved' });
    });
    store.setState(none, true);
  }

  return { store, download, cancel: () => controller.abort() };
}
