import { beforeAll, describe, expect, it } from 'vitest';
import {
  captionLayerId,
  changeLayer,
  createDocument,
  type MemeDocument,
  type LayerChange,
  createLayer,
} from './document.ts';
import { fontOf } from './faces.ts';
import { placed } from './placement.ts';
import { find, green, paintOn, type Painted } from '../testing/paint-on.ts';
import { areGlyphsLoaded, createMeasurer, loadGlyphs, unpaintable } from './typeface.ts';

const caption = '咖啡凉了，心也凉了';

function withCaption(text: string, change: LayerChange = {}): MemeDocument {
  return changeLayer(createDocument(), captionLayerId, { text, ...change });
}

const white = [255, 255, 255] as const;
const black = [0, 0, 0] as const;

beforeAll(async () => {
  await loadGlyphs(withCaption(`${caption}稳了ABC 2026·今天也是不想上班的一天但为罐还得去`));
});

const lines = ({ layers }: Painted) => layers[0].lines;

describe('glyphs', () => {
  it('are the heavy face’s once they are loaded', async () => {
    await loadGlyphs(withCaption('囧'));
    expect(areGlyphsLoaded(withCaption('囧'))).toBe(true);
    expect(document.fonts.check(fontOf('heavy', 50), '囧')).toBe(true);
    expect(areGlyphsLoaded(withCaption('囧龘'))).toBe(false);
    expect(areGlyphsLoaded(withCaption('囧', { style: { face: 'playful' } }))).toBe(false);
  });

  it('that a face lacks come from the one behind it, and count as there', async () => {
    // ZCOOL KuaiLe has 6,763 characters, this is none of them.
    const rare = withCaption('龘', { style: { face: 'playful' } });
    await loadGlyphs(rare);
    expect(unpaintable('龘')).toEqual([]);
    expect(find(paintOn(300, 300, rare), white).count).toBeGreaterThan(200);
  });

  it('that no face has are noticed, and left out instead of a box', async () => {
    // For private use: nobody draws anything there.
    const unknown = '\u{10fff0}';
    const meme = withCaption(`稳${unknown}了`);
    await loadGlyphs(meme);
    expect(unpaintable(`稳${unknown}了`)).toEqual([unknown]);
    expect(find(paintOn(300, 300, withCaption(unknown)), green).count).toBe(300 * 300);
    const without = find(paintOn(300, 300, withCaption('稳了', { fontSize: 0.1 })), white).count;
    const painted = find(paintOn(300, 300, withCaption(`稳${unknown}了`, { fontSize: 0.1 })), white).count;
    expect(Math.abs(painted - without)).toBeLessThan(0.02 * without);
  });

  it('are one em wide in Chinese and narrower in Latin', () => {
    const context = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
    const measure = createMeasurer(context)('heavy');
    expect(measure('咖啡')).toBeCloseTo(2, 2);
    expect(measure('ABC')).toBeLessThan(1.6);
  });
});

describe('a painted caption', () => {
  it('is white with a black outline around it, inside the picture', () => {
    const painted = paintOn(600, 400, withCaption(caption));
    const inner = find(painted, white);
    const outer = find(painted, black);
    expect(inner.count).toBeGreaterThan(3000);
    expect(outer.left).toBeLessThan(inner.left);
    expect(outer.right).toBeGreaterThan(inner.right);
    expect(outer.top).toBeLessThan(inner.top);
    expect(outer.left).toBeGreaterThan(0);
    expect(outer.right).toBeLessThan(599);
    expect(outer.bottom).toBeLessThan(399);
  });

  it('covers the rectangle that its layout says', () => {
    const painted = paintOn(600, 400, withCaption(caption));
    const [{ bounds }] = painted.layers;
    const outer = find(painted, black);
    expect(outer.left).toBeGreaterThanOrEqual(Math.floor(bounds.x) - 1);
    expect(outer.right).toBeLessThanOrEqual(Math.ceil(bounds.x + bounds.width) + 1);
    expect(outer.top).toBeGreaterThanOrEqual(Math.floor(bounds.y) - 1);
    expect(outer.bottom).toBeLessThanOrEqual(Math.ceil(bounds.y + bounds.height) + 1);
  });

  it('stands at the bottom, or where it is put', () => {
    expect(find(paintOn(300, 300, withCaption(caption)), white).top).toBeGreaterThan(200);
    expect(
      find(paintOn(300, 300, withCaption(caption, placed(createLayer(captionLayerId), 'top'))), white).bottom,
    ).toBeLessThan(100);
  });

  it('leaves the picture as it is where there is no text', () => {
    expect(find(paintOn(100, 100, withCaption('')), green).count).toBe(100 * 100);
  });

  it('has the same lines on the stage as in the export', () => {
    const meme = withCaption('今天也是不想上班的一天，但是为了罐罐还得去');
    expect(lines(paintOn(1200, 900, meme, 0.31))).toEqual(lines(paintOn(1200, 900, meme)));
  });

  it('fits pictures from a sticker to a panorama', () => {
    for (const [width, height] of [
      [120, 120],
      [240, 1000],
      [2400, 300],
    ]) {
      const outer = find(paintOn(width, height, withCaption(caption)), black);
      expect(outer.count).toBeGreaterThan(20);
      expect(outer.left).toBeGreaterThanOrEqual(0);
      expect(outer.right).toBeLessThan(width);
    }
  });
});
