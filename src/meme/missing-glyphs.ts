/**
 * Finds characters that would come out as the box of a missing glyph. No API tells: the browser picks a face for each
 * character and falls back to a box in silence. But the box looks like that of a code point that no face can have.
 */
import { type FaceName, fontOf } from './faces.ts';

/** A noncharacter: Unicode promises that it will never be assigned. */
const neverAssigned = '\u{10FFFE}';
const side = 40;

function paint(context: CanvasRenderingContext2D, character: string): string {
  context.clearRect(0, 0, side, side);
  context.fillText(character, 4, 32);
  return context.getImageData(0, 0, side, side).data.join();
}

/** Those of the characters for which neither the face nor any that stands behind it has a glyph. */
export function missingGlyphs(face: FaceName, characters: readonly string[]): string[] {
  // White space, joiners and variation selectors paint nothing, rightly.
  const visible = characters.filter((character) => !/^[\s\p{M}\p{Cf}]$/u.test(character));
  if (visible.length === 0) return [];
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return [];
  context.font = fontOf(face, 30);
  const box = paint(context, neverAssigned);
  const nothing = paint(context, ' ');
  const width = context.measureText(neverAssigned).width;
  return visible.filter((character) => {
    const same = context.measureText(character).width === width && paint(context, character) === box;
    // A browser that paints nothing for the noncharacter tells boxes by nothing.
    return same && box !== nothing;
  });
}
