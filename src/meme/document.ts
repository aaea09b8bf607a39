/**
 * The meme document: what stands on a picture, apart from the picture. Plain data that survives JSON. Places and
 * sizes are fractions of the picture, so one document fits a picture of any resolution.
 */
const memeDocumentVersion = 1;

/** Fractions of the picture's width (`x`, `width`) and height (`y`, `height`), from the top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface TextStyle {
  /** CSS colours. */
  readonly fill: string;
  readonly outline: string;
  /** How far the outline reaches out of a glyph, in em. */
  readonly outlineWidth: number;
  /** Distance of two baselines, in em. */
  readonly lineHeight: number;
}

export interface TextLayer {
  readonly id: string;
  readonly text: string;
  readonly box: Box;
  /** Where in the box a text stands that does not fill it. */
  readonly verticalAlign: 'top' | 'middle' | 'bottom';
  /** A fraction of the picture's shorter side, or as large as fits the box. */
  readonly fontSize: number | 'auto';
  readonly style: TextStyle;
}

export interface MemeDocument {
  readonly version: typeof memeDocumentVersion;
  /** Painted in this order. */
  readonly layers: readonly TextLayer[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** White with a black outline, as people expect of a meme. */
const classicStyle: TextStyle = {
  fill: '#ffffff',
  outline: '#000000',
  outlineWidth: 0.075,
  lineHeight: 1.14,
};

/** The layer that a new document has, and that captions go to. */
export const captionLayerId = 'caption';

/** A document with one empty caption at the bottom of the picture. */
export function createDocument(): MemeDocument {
  return {
    version: memeDocumentVersion,
    layers: [
      {
        id: captionLayerId,
        text: '',
        box: { x: 0.04, y: 0.64, width: 0.92, height: 0.33 },
        verticalAlign: 'bottom',
        fontSize: 'auto',
        style: classicStyle,
      },
    ],
  };
}

/** The layer of that id, or undefined. */
export function findLayer(document: MemeDocument, id: string): TextLayer | undefined {
  return document.layers.find((layer) => layer.id === id);
}

/** The document with some fields of one layer replaced; the same document if there is no such layer. */
export function changeLayer(
  document: MemeDocument,
  id: string,
  change: Partial<Omit<TextLayer, 'id'>>,
): MemeDocument {
  if (findLayer(document, id) === undefined) return document;
  return {
    ...document,
    layers: document.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)),
  };
}
