/** Adding, copying, ordering and removing the layers of a document. */
import { createLayer, findLayer, type MemeDocument, type TextLayer, withChange } from './document.ts';

/** How far a copy lies from its original, as a fraction of the picture. */
const copyShift = 0.04;

/** An id that no layer of the document has. */
function freeId(document: MemeDocument): string {
  for (let number = document.layers.length + 1; ; number += 1) {
    const id = `text-${number}`;
    if (findLayer(document, id) === undefined) return id;
  }
}

/** A document and the one of its layers that a change was about. */
export interface LayerResult {
  readonly document: MemeDocument;
  readonly layer: TextLayer;
}

function withLayer(document: MemeDocument, layer: TextLayer): LayerResult {
  return { document: { ...document, layers: [...document.layers, layer] }, layer };
}

const middle = { x: 0.2, y: 0.4, width: 0.6, height: 0.2 };

/** The document with an empty text in the middle of the picture, in the style of `like`, above all others. */
export function addLayer(document: MemeDocument, like: TextLayer | undefined): LayerResult {
  const layer = createLayer(freeId(document));
  const style = like !== undefined && like.place === 'picture' ? like.style : layer.style;
  return withLayer(document, {
    ...layer,
    box: middle,
    verticalAlign: 'middle',
    style: { ...style, ground: { kind: 'none' } },
  });
}

/** The document with a copy of a layer beside it, above all others. */
export function duplicateLayer(document: MemeDocument, original: TextLayer): LayerResult {
  const { box } = original;
  return withLayer(
    document,
    withChange(
      { ...original, id: freeId(document) },
      {
        box: {
          ...box,
          x: box.x + copyShift,
          y: box.y + (box.y + box.height + copyShift > 1 ? -copyShift : copyShift),
        },
      },
    ),
  );
}

/** The document without a layer. */
export function removeLayer(document: MemeDocument, id: string): MemeDocument {
  return { ...document, layers: document.layers.filter((layer) => layer.id !== id) };
}

/** The document with a layer painted one place later (1) or earlier (-1); the same one at either end. */
export function reorderLayer(document: MemeDocument, id: string, step: 1 | -1): MemeDocument {
  const from = document.layers.findIndex((layer) => layer.id === id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= document.layers.length) return document;
  const layers = [...document.layers];
  [layers[from], layers[to]] = [layers[to], layers[from]];
  return { ...document, layers };
}
