/** Measures texts and brings their faces' files, which load by unicode-range, chunk by chunk as characters need them. */
import { type MemeDocument, textsByFace } from './document.ts';
import { type FaceName, fontOf } from './faces.ts';
import { missingGlyphs } from './missing-glyphs.ts';
import type { MeasureText } from './segments.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Measures texts of a face. */
export type Measurer = (face: FaceName) => MeasureText;

/** Text is measured at this size in pixels: glyph advances are rounded at small ones. */
const measuringSize = 100;

/** Measures in em with a canvas. Widths hold once the glyphs are loaded (`loadGlyphs`). */
export function createMeasurer(context: Context): Measurer {
  return (face) => (text) => {
    context.font = fontOf(face, measuringSize);
    return context.measureText(text).width / measuringSize;
  };
}

const loaded = new Map<FaceName, Set<string>>();
const missing = new Set<string>();

/** True if `loadGlyphs` has brought every character of the document's texts. */
export function areGlyphsLoaded(document: MemeDocument): boolean {
  return Array.from(textsByFace(document)).every(([face, text]) => {
    const characters = loaded.get(face);
    return characters !== undefined && Array.from(text).every((character) => characters.has(character));
  });
}

/** Those characters of a text that no face on this device has a glyph for, as far as glyphs have been loaded. */
export function unpaintable(text: string): string[] {
  return [...new Set(Array.from(text).filter((character) => missing.has(character)))];
}

let anton: Promise<void> | null = null;

async function declareAnton(): Promise<void> {
  const { default: latin } = await import('@fontsource/anton/files/anton-latin-400-normal.woff2');
  document.fonts.add(
    new FontFace('Anton', `url("${latin}")`, {
      // It has one weight, which answers for all, or the browser would embolden it.
      weight: '100 900',
      // Else Chromium, which asks the first family for its space, paints nothing at all while that is on its way: no
      // character of the others either (`FontFallbackList::ShouldSkipDrawing`).
      display: 'swap',
      // Letters and digits. Punctuation that Chinese uses as well is left to the Chinese face.
      unicodeRange: 'U+0020-007E, U+00A1-00B6, U+00B8-00FF',
    }),
  );
}

/** Declares Noto Sans SC in all weights to the browser; its files come as characters need them. */
export async function declareVariableFace(): Promise<void> {
  await import('@fontsource-variable/noto-sans-sc/wght.css');
}

const declarations: Readonly<Record<FaceName, () => Promise<unknown>>> = {
  heavy: () => {
    anton ??= declareAnton();
    return Promise.all([anton, import('@fontsource/noto-sans-sc/900.css')]);
  },
  plain: declareVariableFace,
  playful: () => Promise.all([declareVariableFace(), import('@fontsource/zcool-kuaile/index.css')]),
};

/** Declares a face to the browser; its files come as characters need them. @throws TypeError where it cannot be fetched. */
export async function declareFace(face: FaceName): Promise<void> {
  try {
    await declarations[face]();
  } catch (error) {
    anton = null;
    throw error;
  }
}

async function loadFace(face: FaceName, text: string): Promise<void> {
  try {
    await declareFace(face);
    // With the text: without it a face with unicode ranges counts as loaded after any one of its files.
    await document.fonts.load(fontOf(face, measuringSize), text);
    const characters = loaded.get(face) ?? new Set();
    const fresh = Array.from(new Set(text)).filter((character) => !characters.has(character));
    for (const character of missingGlyphs(face, fresh)) missing.add(character);
    for (const character of fresh) characters.add(character);
    loaded.set(face, characters);
  } catch {
    // The next call tries again.
  }
}

/**
 * Resolves once every glyph of the document can be painted. Fonts that cannot be loaded (offline) do not reject: the
 * system's face stands in.
 */
export async function loadGlyphs(document: MemeDocument): Promise<void> {
  await Promise.all(Array.from(textsByFace(document), ([face, text]) => loadFace(face, text)));
}
