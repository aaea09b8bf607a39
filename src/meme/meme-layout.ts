/** Lays a whole document out: texts on the picture, and strips that enlarge it. */
import type { MemeDocument, Size, TextLayer } from './document.ts';
import type { Rectangle } from './geometry.ts';
import { fontSizes, groundPadding, type LaidOutLayer, layOutLayer } from './layer-layout.ts';
import type { Measurer } from './typeface.ts';

interface Strip {
  readonly area: Rectangle;
  readonly colour: string;
}

/** A document on a picture of a certain size. In pixels of the picture, from its top left corner. */
export interface LaidOutMeme {
  /** The whole meme: the picture, and the strips above (of negative `y`) and below it. */
  readonly area: Rectangle;
  readonly strips: readonly Strip[];
  readonly layers: readonly LaidOutLayer[];
}

/** A strip's text is no larger than this by itself, as a fraction of the picture's shorter side. */
const largestInStrip = 0.115;
/** Room at either end of a strip, as a fraction of its width. */
const stripMargin = 0.02;
/** Of the picture's height, what a strip may take before its text becomes smaller. */
const tallestStrip = 0.5;

/** The layer as it stands in a strip that begins at `y`: level, and at a size of its own. */
function layOutStrip(
  original: TextLayer,
  picture: Size,
  measurer: Measurer,
): (y: number) => { readonly laidOut: LaidOutLayer; readonly strip: Strip } {
  const shorterSide = Math.min(picture.width, picture.height);
  const level: TextLayer = { ...original, rotation: 0, isVertical: false, verticalAlign: 'middle' };
  const x = stripMargin * picture.width;
  const width = picture.width - 2 * x;
  const room = { x, y: 0, width, height: tallestStrip * picture.height };
  const automatic = layOutLayer(level, picture, measurer, room);
  const isTooLarge = level.fontSize === 'auto' && automatic.fontSize > largestInStrip * shorterSide;
  const fontSize = isTooLarge ? largestInStrip : automatic.fontSize / shorterSide;
  const sized: TextLayer = { ...level, fontSize };
  const needed = layOutLayer(sized, picture, measurer, room).bounds.height;
  const emptyLine = (1 + 2 * groundPadding(level.style.ground)) * fontSizes.comfortable * shorterSide;
  // Whole pixels: the picture below a strip must not fall between two.
  const height = Math.ceil(needed === 0 ? emptyLine : needed);
  const { ground } = level.style;
  return (y) => ({
    laidOut: { ...layOutLayer(sized, picture, measurer, { x, y, width, height }), layer: original },
    strip: {
      area: { x: 0, y, width: picture.width, height },
      colour: ground.kind === 'none' ? '#ffffff' : ground.colour,
    },
  });
}

/** Lays out every layer. Strips are stacked in the order of their layers, those above from the top down. */
export function layOutMeme(document: MemeDocument, picture: Size, measurer: Measurer): LaidOutMeme {
  const strips: Strip[] = [];
  const laidOut = new Map<string, LaidOutLayer>();
  const stack = (place: TextLayer['place'], from: (total: number) => number): number => {
    const placed = document.layers
      .filter((layer) => layer.place === place)
      .map((layer) => layOutStrip(layer, picture, measurer));
    const total = placed.reduce((sum, at) => sum + at(0).strip.area.height, 0);
    placed.reduce((y, at) => {
      const { laidOut: layer, strip } = at(y);
      strips.push(strip);
      laidOut.set(layer.layer.id, layer);
      return y + strip.area.height;
    }, from(total));
    return total;
  };
  const above = stack('above', (total) => -total);
  const below = stack('below', () => picture.height);
  return {
    area: { x: 0, y: 0 - above, width: picture.width, height: above + picture.height + below },
    strips,
    layers: document.layers.map((layer) => laidOut.get(layer.id) ?? layOutLayer(layer, picture, measurer)),
  };
}
