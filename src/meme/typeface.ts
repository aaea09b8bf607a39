/** The faces that memes are set in. Their files load by unicode-range, chunk by chunk as characters need them. */
import type { MeasureText } from './segments.ts';

/** Latin, Chinese, and the system for what they lack (emoji). */
const memeFamilies = 'Anton, "Noto Sans SC Variable", system-ui, sans-serif';

/** Text is measured at this size in pixels: glyph advances are rounded at small ones. */
const measuringSize = 100;

/** The CSS font shorthand of meme text at a size in pixels. */
export function memeFont(fontSize: number): string {
  return `900 ${fontSize}px ${memeFamilies}`;
}

/** Measures in em with a canvas. Widths hold once the glyphs are loaded (`loadGlyphs`). */
export function createTextMeasurer(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
): MeasureText {
  return (text) => {
    context.font = memeFont(measuringSize);
    return context.measureText(text).width / measuringSize;
  };
}

const loaded = new Set<string>();

/** True if `loadGlyphs` has brought every character of the text. */
export function areGlyphsLoaded(text: string): boolean {
  return Array.from(text).every((character) => loaded.has(character));
}

let faces: Promise<void> | null = null;

async function declare(): Promise<void> {
  const [{ default: latin }] = await Promise.all([
    import('@fontsource/anton/files/anton-latin-400-normal.woff2'),
    import('@fontsource-variable/noto-sans-sc/wght.css'),
  ]);
  document.fonts.add(
    new FontFace('Anton', `url("${latin}")`, {
      // It has one weight, which answers for all, or the browser would embolden it.
      weight: '100 900',
      // Letters and digits. Punctuation that Chinese uses as well is left to the Chinese face.
      unicodeRange: 'U+0020-007E, U+00A1-00B6, U+00B8-00FF',
    }),
  );
}

/** Declares the faces to the browser; their files come as characters need them. */
export async function declareFaces(): Promise<void> {
  faces ??= declare();
  await faces;
}

/**
 * Resolves once every glyph of the text can be painted. Fonts that cannot be loaded (offline) do not reject: the
 * system's face stands in.
 */
export async function loadGlyphs(text: string): Promise<void> {
  try {
    await declareFaces();
    // With the text: without it a face with unicode ranges counts as loaded after any one of its files.
    await document.fonts.load(memeFont(measuringSize), text);
    for (const character of text) loaded.add(character);
  } catch {
    faces = null;
  }
}
