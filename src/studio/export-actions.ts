import { OfaError } from '../../workers/protocol/errors.ts';
import { exportPng } from './export-picture.ts';
import { displayedDocument, type Picture } from './picture.ts';
import { reporting, selectedPicture, type StudioStore } from './studio-store.ts';

/** Ways for the meme out of the studio. */
export interface ExportActions {
  /** Downloads the meme on the stage as PNG. */
  readonly download: () => Promise<void>;
  /** Puts it on the clipboard. */
  readonly copy: () => Promise<void>;
}

/** True where pictures can be put on the clipboard. */
export const canCopyImage = typeof ClipboardItem !== 'undefined';

/** How long a download may take to read its object URL. */
const urlLifetime = 60_000;

function saveAs(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), urlLifetime);
}

const pngOf = (picture: Picture): Promise<Blob> => exportPng(picture.image, displayedDocument(picture));

/** Exports of the store's selected picture. */
export function createExportActions(store: StudioStore): ExportActions {
  function withPicture(action: (picture: Picture) => Promise<void>): Promise<void> {
    return reporting(store, async () => {
      const picture = selectedPicture(store.getState());
      if (picture === null) return;
      store.setState({ problem: null, notice: null });
      await action(picture);
    });
  }

  return {
    download: () =>
      withPicture(async (picture) => {
        saveAs(await pngOf(picture), `${picture.image.name}-meme.png`);
        store.setState({ notice: 'saved' });
      }),
    copy: () =>
      withPicture(async (picture) => {
        try {
          // Safari wants the item in the same tick as the click, with a promise inside
          // (https://bugs.webkit.org/show_bug.cgi?id=222262).
          await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(picture) })]);
        } catch (error) {
          if (error instanceof OfaError) throw error;
          throw new OfaError('clipboard-denied', 'The clipboard may not be written', {}, error);
        }
        store.setState({ notice: 'copied' });
      }),
  };
}
