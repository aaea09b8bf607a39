import { captionLayerId, changeLayer, type LayerChange, type MemeDocument } from '../meme/document.ts';
import { normalDegrees } from '../meme/geometry.ts';
import { type History, record, redo, undo } from '../meme/history.ts';
import type { LaidOutLayer } from '../meme/layer-layout.ts';
import { addLayer, duplicateLayer, removeLayer, reorderLayer } from '../meme/layers.ts';
import { type LookName, withLook } from '../meme/looks.ts';
import { movedBox, type Placement, placed } from '../meme/placement.ts';
import { boxOf } from '../meme/resize.ts';
import type { Rectangle } from '../meme/geometry.ts';
import { activeLayer, createCaption, type Picture } from './picture.ts';
import { selectedPicture, type StudioStore, updatePicture } from './studio-store.ts';

/**
 * Changes to the texts on the picture on the stage. Each can be undone; changes of the same `gesture` in a row are
 * undone together.
 */
export interface EditActions {
  /** Holds a text: from now on edits are about it. Null lets go. */
  readonly select: (layerId: string | null) => void;
  readonly type: (text: string) => void;
  readonly change: (change: LayerChange, gesture: string | null) => void;
  readonly look: (name: LookName) => void;
  readonly place: (placement: Placement) => void;
  /**
   * Moves a text by pixels of the picture.
   *
   * @param from How the layer stood on the stage when the move began; each move of a gesture starts from there again.
   */
  readonly move: (from: LaidOutLayer, dx: number, dy: number, gesture: string) => void;
  /** Gives a text another frame, in pixels of the picture. */
  readonly setFrame: (layerId: string, frame: Rectangle, gesture: string) => void;
  readonly rotate: (layerId: string, degrees: number, gesture: string) => void;
  readonly add: () => void;
  readonly duplicate: () => void;
  readonly remove: () => void;
  /** Paints the text one place later (1) or earlier (-1). */
  readonly reorder: (step: 1 | -1) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Edits of the texts on the store's selected picture. */
export function createEditActions(store: StudioStore): EditActions {
  function update(change: (picture: Picture) => Picture): void {
    const picture = selectedPicture(store.getState());
    if (picture !== null) updatePicture(store, picture.id, change);
  }

  function changeHistory(change: (history: History<MemeDocument>) => History<MemeDocument>): void {
    update((picture) => ({ ...picture, history: change(picture.history) }));
  }

  function edit(layerId: string, change: LayerChange, gesture: string | null): void {
    changeHistory((history) =>
      record(history, changeLayer(history.present, layerId, change), gesture && `${gesture} ${layerId}`),
    );
  }

  /** Edits the layer that edits are about. */
  function editActive(change: LayerChange, gesture: string | null): void {
    const picture = selectedPicture(store.getState());
    const layer = picture === null ? undefined : activeLayer(picture);
    if (layer !== undefined) edit(layer.id, change, gesture);
  }

  /** Replaces the document, and the held text with it. */
  function rearrange(
    change: (picture: Picture) => {
      readonly document: MemeDocument;
      readonly selectedLayerId: string | null;
    },
  ): void {
    update((picture) => {
      const { document, selectedLayerId } = change(picture);
      return { ...picture, selectedLayerId, history: record(picture.history, document) };
    });
  }

  function type(text: string): void {
    update((picture) => {
      const { present } = picture.history;
      const layer = activeLayer(picture);
      const document =
        layer === undefined
          ? { ...present, layers: [{ ...createCaption(picture.image), text }] }
          : changeLayer(present, layer.id, { text });
      return {
        ...picture,
        history: record(picture.history, document, `type ${layer?.id ?? captionLayerId}`),
      };
    });
  }

  return {
    select: (selectedLayerId) => update((picture) => ({ ...picture, selectedLayerId })),
    type,
    change: editActive,
    look: (name) =>
      rearrange((picture) => {
        const { present } = picture.history;
        const layer = activeLayer(picture);
        const document = layer === undefined ? present : withLook(present, layer.id, name);
        // A second text that came without words waits for some.
        const waiting = document.layers.find(
          ({ id, text }) => text === '' && present.layers.every((known) => known.id !== id),
        );
        return { document, selectedLayerId: waiting?.id ?? picture.selectedLayerId };
      }),
    place: (placement) => {
      const picture = selectedPicture(store.getState());
      const layer = picture === null ? undefined : activeLayer(picture);
      if (layer !== undefined) edit(layer.id, placed(layer, placement), null);
    },
    move: (from, dx, dy, gesture) => {
      const picture = selectedPicture(store.getState());
      if (picture === null || from.layer.place !== 'picture') return;
      edit(from.layer.id, { box: movedBox(from.layer.box, from.covers, picture.image, dx, dy) }, gesture);
    },
    setFrame: (layerId, frame, gesture) => {
      const picture = selectedPicture(store.getState());
      if (picture !== null) edit(layerId, { box: boxOf(frame, picture.image) }, gesture);
    },
    rotate: (layerId, degrees, gesture) => edit(layerId, { rotation: normalDegrees(degrees) }, gesture),
    add: () =>
      rearrange((picture) => {
        const { document, layer } = addLayer(picture.history.present, activeLayer(picture));
        return { document, selectedLayerId: layer.id };
      }),
    duplicate: () =>
      rearrange((picture) => {
        const layer = activeLayer(picture);
        if (layer === undefined) return { ...picture, document: picture.history.present };
        const copy = duplicateLayer(picture.history.present, layer);
        return { document: copy.document, selectedLayerId: copy.layer.id };
      }),
    remove: () =>
      rearrange((picture) => {
        const layer = activeLayer(picture);
        const { present } = picture.history;
        return {
          document: layer === undefined ? present : removeLayer(present, layer.id),
          selectedLayerId: null,
        };
      }),
    reorder: (step) =>
      rearrange((picture) => {
        const layer = activeLayer(picture);
        const { present } = picture.history;
        const document = layer === undefined ? present : reorderLayer(present, layer.id, step);
        return { ...picture, document };
      }),
    undo: () => changeHistory(undo),
    redo: () => changeHistory(redo),
  };
}
