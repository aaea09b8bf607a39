import { captionLayerId, changeLayer, type MemeDocument, type TextLayer } from '../meme/document.ts';
import { type History, record, redo, undo } from '../meme/history.ts';
import { fontSizes, type LaidOutLayer } from '../meme/layer-layout.ts';
import { movedBox, type Placement, placed } from '../meme/placement.ts';
import { captionLayer } from './picture.ts';
import { selectedPicture, type StudioStore, updatePicture } from './studio-store.ts';

/** Changes to the text on the picture on the stage. Each can be undone. */
export interface EditActions {
  readonly type: (text: string) => void;
  readonly setFontSize: (fontSize: number | 'auto') => void;
  readonly place: (placement: Placement) => void;
  /**
   * Moves the text by pixels of the picture.
   *
   * @param from How the layer stood on the stage when the move began.
   * @param gesture Moves of the same gesture are undone together; each starts from `from` again.
   */
  readonly move: (from: LaidOutLayer, dx: number, dy: number, gesture: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Edits of the caption layer of the store's selected picture. */
export function createEditActions(store: StudioStore): EditActions {
  function changeHistory(change: (history: History<MemeDocument>) => History<MemeDocument>): void {
    const picture = selectedPicture(store.getState());
    if (picture === null) return;
    updatePicture(store, picture.id, (current) => ({ ...current, history: change(current.history) }));
  }

  function edit(change: Partial<TextLayer>, gesture: string | null): void {
    changeHistory((history) =>
      record(history, changeLayer(history.present, captionLayerId, change), gesture),
    );
  }

  return {
    type: (text) => edit({ text }, 'type'),
    setFontSize: (fontSize) =>
      edit(
        {
          fontSize:
            fontSize === 'auto'
              ? fontSize
              : Math.min(fontSizes.largest, Math.max(fontSizes.smallest, fontSize)),
        },
        'font-size',
      ),
    place: (placement) => edit(placed(placement), null),
    move: (from, dx, dy, gesture) => {
      const picture = selectedPicture(store.getState());
      if (picture === null || captionLayer(picture.history.present).id !== from.layer.id) return;
      edit({ box: movedBox(from.layer.box, from.bounds, picture.image, dx, dy) }, gesture);
    },
    undo: () => changeHistory(undo),
    redo: () => changeHistory(redo),
  };
}
