import type { MemeDocument, Size } from './document.ts';
import { type LaidOutLayer, layOutLayer } from './layer-layout.ts';
import type { MeasureText } from './segments.ts';
import { memeFont } from './typeface.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function paintLayer(context: Context, { layer, fontSize, lines }: LaidOutLayer): void {
  context.font = memeFont(fontSize);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  context.fillStyle = layer.style.fill;
  context.strokeStyle = layer.style.outline;
  // Half of a stroke lies inside the glyph, under the fill.
  context.lineWidth = 2 * layer.style.outlineWidth * fontSize;
  // All outlines first: none may lie on a neighbouring line's fill.
  for (const line of lines) context.strokeText(line.text, line.x, line.y);
  for (const line of lines) context.fillText(line.text, line.x, line.y);
}

/**
 * Paints the picture and every layer: the one function behind both preview and export. Coordinates are pixels of
 * the picture; a preview scales the context.
 *
 * @param size Of the picture in its own pixels; `picture` may be a smaller rendition of it.
 * @returns The layers as laid out, for handles on the screen.
 */
export function paintMeme(
  context: Context,
  picture: CanvasImageSource,
  size: Size,
  document: MemeDocument,
  measure: MeasureText,
): LaidOutLayer[] {
  const layers = document.layers.map((layer) => layOutLayer(layer, size, measure));
  context.save();
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, size.width, size.height);
  for (const layer of layers) paintLayer(context, layer);
  context.restore();
  return layers;
}
