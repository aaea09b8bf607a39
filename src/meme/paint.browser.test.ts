import { beforeAll, describe, expect, it } from 'vitest';
import {
  captionLayerId,
  changeLayer,
  createDocument,
  type MemeDocument,
  type LayerChange,
  createLayer,
} from './document.ts';
import type { LaidOutLayer } from './layer-layout.ts';
import { fontOf } from './faces.ts';
import { layOutFor, paintMeme } from './paint.ts';
import { placed } from './placement.ts';
import { areGlyphsLoaded, createMeasurer, loadGlyphs } from './typeface.ts';

const green = 'rgb(0, 128, 0)';
const caption = '咖啡凉了，心也凉了';

function withCaption(text: string, change: LayerChange = {}): MemeDocument {
  return changeLayer(createDocument(), captionLayerId, { text, ...change });
}

interface Painted {
  readonly layers: readonly LaidOutLayer[];
  readonly pixels: ImageData;
}

/** Paints on a plain green picture, at a scale as the stage does. */
function paintOn(width: number, height: number, meme: MemeDocument, scale = 1): Painted {
  const picture = new OffscreenCanvas(8, 8);
  const pictureContext = picture.getContext('2d') as OffscreenCanvasRenderingContext2D;
  pictureContext.fillStyle = green;
  pictureContext.fillRect(0, 0, 8, 8);
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const laidOut = layOutFor(context, meme, { width, height });
  paintMeme(context, picture, { width, height }, laidOut, { x: scale, y: scale });
  return { layers: laidOut.layers, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
}

/** How many pixels have that colour, and the rectangle around them. */
function find({ pixels }: Painted, [r, g, b]: readonly [number, number, number]) {
  const { data, width } = pixels;
  let count = 0;
  const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
  for (let index = 0; index < data.length; index += 4) {
    if (data[index] !== r || data[index + 1] !== g || data[index + 2] !== b) continue;
    const x = (index / 4) % width;
    const y = Math.floor(index / 4 / width);
    count += 1;
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return { count, ...box };
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
    const { pixels } = paintOn(100, 100, withCaption(''));
    expect(find({ pixels, layers: [] }, [0, 128, 0]).count).toBe(100 * 100);
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
