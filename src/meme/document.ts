/**
 * The meme document: what stands on a picture, apart from the picture. Plain data that survives JSON. Places and
 * sizes are fractions of the picture, so one document fits a picture of any resolution.
 */
import type { FaceName } from './faces.ts';

const memeDocumentVersion = 2;

/** Fractions of the picture's width (`x`, `width`) and height (`y`, `height`), from the top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is painted behind a text. */
export type Ground =
  | { readonly kind: 'none' }
  /** A strip across the picture; only for texts beside it. */
  | { readonly kind: 'strip'; readonly colour: string }
  | { readonly kind: 'bubble'; readonly colour: string };

interface TextStyle {
  readonly face: FaceName;
  /** CSS colours. */
  readonly fill: string;
  readonly outline: string;
  /** How far the outline reaches out of a glyph, in em. */
  readonly outlineWidth: number;
  /** How far a soft shadow falls, in em; 0 for none. */
  readonly shadow: number;
  /** Room between two characters, in em, besides what the face gives. */
  readonly letterSpacing: number;
  /** Distance of two baselines, in em. */
  readonly lineHeight: number;
  readonly ground: Ground;
}

export interface TextLayer {
  readonly id: string;
  readonly text: string;
  /** `above` and `below` enlarge the picture by a strip that holds the text; the box does not matter then. */
  readonly place: 'picture' | 'above' | 'below';
  readonly box: Box;
  /** Clockwise degrees about the middle of the box. */
  readonly rotation: number;
  /** In columns from right to left. */
  readonly isVertical: boolean;
  readonly align: 'start' | 'center' | 'end';
  /** Where in the box a text stands that does not fill it. */
  readonly verticalAlign: 'top' | 'middle' | 'bottom';
  /** A fraction of the picture's shorter side, or as large as fits the box. */
  readonly fontSize: number | 'auto';
  readonly style: TextStyle;
}

/** What a change of a layer may hold. */
export type LayerChange = Partial<Omit<TextLayer, 'id' | 'style'>> & { readonly style?: Partial<TextStyle> };

export interface MemeDocument {
  readonly version: typeof memeDocumentVersion;
  /** Painted in this order. */
  readonly layers: readonly TextLayer[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The layer that a new document has, and that captions go to. */
export const captionLayerId = 'caption';

/** A layer without text, as people expect of a meme: white with a black outline, at the bottom of the picture. */
export function createLayer(id: string): TextLayer {
  return {
    id,
    text: '',
    place: 'picture',
    box: { x: 0.04, y: 0.64, width: 0.92, height: 0.33 },
    rotation: 0,
    isVertical: false,
    align: 'center',
    verticalAlign: 'bottom',
    fontSize: 'auto',
    style: {
      face: 'heavy',
      fill: '#ffffff',
      outline: '#000000',
      outlineWidth: 0.075,
      shadow: 0,
      letterSpacing: 0,
      lineHeight: 1.14,
      ground: { kind: 'none' },
    },
  };
}

/** A document with one empty caption, by itself at the bottom of the picture. */
export function createDocument(caption: TextLayer = createLayer(captionLayerId)): MemeDocument {
  return { version: memeDocumentVersion, layers: [caption] };
}

/** The layer of that id, or undefined. */
export function findLayer(document: MemeDocument, id: string): TextLayer | undefined {
  return document.layers.find((layer) => layer.id === id);
}

/** A layer with some of its fields, and of its style's, replaced. */
export function withChange(layer: TextLayer, change: LayerChange): TextLayer {
  return { ...layer, ...change, style: { ...layer.style, ...change.style } };
}

/** The document with some fields of one layer replaced; the same document if there is no such layer. */
export function changeLayer(document: MemeDocument, id: string, change: LayerChange): MemeDocument {
  if (findLayer(document, id) === undefined) return document;
  return {
    ...document,
    layers: document.layers.map((layer) => (layer.id === id ? withChange(layer, change) : layer)),
  };
}

/** All characters that the document's layers are written in, per face. */
export function textsByFace(document: MemeDocument): ReadonlyMap<FaceName, string> {
  const texts = new Map<FaceName, string>();
  for (const { text, style } of document.layers) {
    texts.set(style.face, (texts.get(style.face) ?? '') + text);
  }
  return texts;
}
