import type { MemeDocument, Size } from './document.ts';
import { fontOf } from './faces.ts';
import { centreOf, type Rectangle } from './geometry.ts';
import type { LaidOutLayer } from './layer-layout.ts';
import { type LaidOutMeme, layOutMeme } from './meme-layout.ts';
import { paintBubble } from './paint-bubble.ts';
import { createMeasurer, unpaintable } from './typeface.ts';

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

type PaintText = (text: string, x: number, y: number) => void;

function paintRuns(context: Context, { lines }: LaidOutLayer, paintText: PaintText): void {
  for (const { text, origin, isTurned } of lines.flatMap((line) => line.runs)) {
    // A character that no face has is left out: better nothing than a box.
    const without = unpaintable(text);
    const shown = without.reduce((rest, character) => rest.replaceAll(character, ''), text);
    if (shown === '') continue;
    if (!isTurned) {
      paintText(shown, origin.x, origin.y);
      continue;
    }
    context.save();
    context.translate(origin.x, origin.y);
    context.rotate(Math.PI / 2);
    paintText(shown, 0, 0);
    context.restore();
  }
}

/** The shadow falls from what is painted next. Canvas does not scale shadows with its transform: this does. */
function castShadow(context: Context, reach: number): void {
  const { a, b } = context.getTransform();
  const scaled = reach * Math.hypot(a, b);
  context.shadowColor = 'rgb(0 0 0 / 65%)';
  context.shadowBlur = scaled;
  context.shadowOffsetX = scaled / 2;
  context.shadowOffsetY = scaled;
}

function paintLayer(context: Context, laidOut: LaidOutLayer): void {
  const { layer, fontSize, frame, bounds, lines } = laidOut;
  if (lines.length === 0) return;
  const { style } = layer;
  const isBubble = style.ground.kind === 'bubble';
  context.save();
  if (layer.place === 'picture' && layer.rotation !== 0) {
    const centre = centreOf(frame);
    context.translate(centre.x, centre.y);
    context.rotate((layer.rotation * Math.PI) / 180);
    context.translate(-centre.x, -centre.y);
  }
  if (style.ground.kind === 'bubble') {
    paintBubble(context, bounds, fontSize, style.ground.colour, style.outline);
  }
  context.font = fontOf(style.face, fontSize);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  context.fillStyle = style.fill;
  context.strokeStyle = style.outline;
  const isOutlined = style.outlineWidth > 0 && !isBubble;
  if (style.shadow > 0) {
    castShadow(context, style.shadow * fontSize);
    if (!isOutlined) paintRuns(context, laidOut, (text, x, y) => context.fillText(text, x, y));
  }
  if (isOutlined) {
    // Half of a stroke lies inside the glyph, under the fill.
    context.lineWidth = 2 * style.outlineWidth * fontSize;
    // All outlines first: none may lie on a neighbouring line's fill.
    paintRuns(context, laidOut, (text, x, y) => context.strokeText(text, x, y));
  }
  context.shadowColor = 'transparent';
  paintRuns(context, laidOut, (text, x, y) => context.fillText(text, x, y));
  context.restore();
}

/** Paints strips and texts as laid out. Coordinates are pixels of the picture. */
function paintTexts(context: Context, meme: LaidOutMeme): void {
  context.save();
  for (const { area, colour } of meme.strips) {
    context.fillStyle = colour;
    context.fillRect(area.x, area.y, area.width, area.height);
  }
  for (const layer of meme.layers) paintLayer(context, layer);
  context.restore();
}

/** Lays the document out on a picture of that size, measuring with the context that it will be painted on. */
export function layOutFor(context: Context, document: MemeDocument, size: Size): LaidOutMeme {
  return layOutMeme(document, size, createMeasurer(context));
}

/**
 * Paints the picture, strips and texts into the area that the layout says, from the canvas's top left corner on: the
 * one function behind both preview and export.
 *
 * @param picture May be a smaller rendition of it; null paints only what goes over it.
 * @param size Of the picture in its own pixels.
 * @param scale Device pixels of the canvas for a pixel of the picture.
 */
export function paintMeme(
  context: Context,
  picture: CanvasImageSource | null,
  size: Size,
  meme: LaidOutMeme,
  scale: { readonly x: number; readonly y: number } = { x: 1, y: 1 },
): void {
  const { area } = meme;
  const upright: Rectangle = { x: 0, y: 0, ...size };
  context.save();
  context.setTransform(scale.x, 0, 0, scale.y, -area.x * scale.x, -area.y * scale.y);
  context.imageSmoothingQuality = 'high';
  if (picture !== null) {
    context.drawImage(picture, upright.x, upright.y, upright.width, upright.height);
  }
  paintTexts(context, meme);
  context.restore();
}
