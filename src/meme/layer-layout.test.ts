import { describe, expect, it } from 'vitest';
import {
  captionLayerId,
  changeLayer,
  createDocument,
  findLayer,
  type LayerChange,
  type TextLayer,
} from './document.ts';
import { fontSizes, layOutLayer } from './layer-layout.ts';
import { movedBox, placed, placementOf, placements } from './placement.ts';
import { graphemesOf, type MeasureText } from './segments.ts';

const measure: MeasureText = (text) => graphemesOf(text).length;
const measurer = () => measure;

function caption(text: string, change: LayerChange = {}): TextLayer {
  const document = changeLayer(createDocument(), captionLayerId, { text, ...change });
  const layer = findLayer(document, captionLayerId);
  if (layer === undefined) throw new Error('a new document has a caption');
  return layer;
}

const pictures = [
  { width: 600, height: 600 },
  { width: 4000, height: 3000 },
  { width: 500, height: 1600 },
  { width: 3000, height: 400 },
];
const texts = ['稳了', '猫生得意须尽欢', '咖啡凉了，心也凉了', '今天也是不想上班的一天，但是为了罐罐还得去'];

describe('automatic font size', () => {
  it.each(pictures)('keeps the text inside a picture of $width × $height', (picture) => {
    for (const text of texts) {
      const { bounds, lines } = layOutLayer(caption(text), picture, measurer);
      expect(lines.map((line) => line.text).join('')).toBe(text);
      expect(bounds.x).toBeGreaterThanOrEqual(0);
      expect(bounds.x + bounds.width).toBeLessThanOrEqual(picture.width);
      expect(bounds.y + bounds.height).toBeLessThanOrEqual(picture.height);
    }
  });

  it('never grows over its limit, however short the text', () => {
    const { fontSize } = layOutLayer(caption('稳'), { width: 1000, height: 1000 }, measurer);
    expect(fontSize).toBeCloseTo(fontSizes.largestAutomatic * 1000);
  });

  it('sets a caption of one phrase in one line and a long one in several', () => {
    const square = { width: 600, height: 600 };
    expect(layOutLayer(caption('猫生得意须尽欢'), square, measurer).lines).toHaveLength(1);
    expect(
      layOutLayer(caption('今天也是不想上班的一天，明天更是'), square, measurer).lines.length,
    ).toBeGreaterThan(1);
  });

  it('scales with the picture: the same lines at every resolution', () => {
    for (const text of texts) {
      const small = layOutLayer(caption(text), { width: 300, height: 200 }, measurer);
      const large = layOutLayer(caption(text), { width: 3000, height: 2000 }, measurer);
      expect(large.lines.map((line) => line.text)).toEqual(small.lines.map((line) => line.text));
      expect(large.fontSize / small.fontSize).toBeCloseTo(10);
    }
  });

  it('shows a text that is far too long at the smallest size rather than nothing', () => {
    const { fontSize, lines } = layOutLayer(caption('长'.repeat(600)), { width: 600, height: 600 }, measurer);
    expect(fontSize).toBeCloseTo(fontSizes.smallest * 600);
    expect(lines.length).toBeGreaterThan(8);
  });

  it('gives way to a chosen one', () => {
    const { fontSize } = layOutLayer(
      caption('稳了', { fontSize: 0.25 }),
      { width: 800, height: 400 },
      measurer,
    );
    expect(fontSize).toBe(100);
  });
});

describe('placement', () => {
  const picture = { width: 600, height: 600 };
  const boundsAt = (placement: (typeof placements)[number]): { y: number; height: number } =>
    layOutLayer(caption('稳了', placed(caption(''), placement)), picture, measurer).bounds;

  it('puts the text at the top, in the middle, at the bottom', () => {
    expect(boundsAt('top').y).toBeLessThan(60);
    const { y, height } = boundsAt('middle');
    expect(y + height / 2).toBeCloseTo(300);
    expect(boundsAt('bottom').y + boundsAt('bottom').height).toBeGreaterThan(540);
  });

  it.each(placements)('is known again: %s', (placement) => {
    expect(placementOf(caption('稳了', placed(caption(''), placement)))).toBe(placement);
  });

  it('is none of the presets after a move', () => {
    const layer = caption('稳了');
    const { bounds } = layOutLayer(layer, picture, measurer);
    const box = movedBox(layer.box, bounds, picture, 0, -30);
    expect(placementOf({ ...layer, box })).toBeNull();
    expect(layOutLayer({ ...layer, box }, picture, measurer).bounds.y).toBeCloseTo(bounds.y - 30);
  });

  it('stops the text at the edges of the picture', () => {
    const layer = caption('稳了');
    const { bounds } = layOutLayer(layer, picture, measurer);
    const box = movedBox(layer.box, bounds, picture, -5000, 5000);
    const moved = layOutLayer({ ...layer, box }, picture, measurer).bounds;
    expect(moved.x).toBeCloseTo(0);
    expect(moved.y + moved.height).toBeCloseTo(600);
  });
});

describe('the meme document', () => {
  it('survives JSON', () => {
    const document = changeLayer(createDocument(), captionLayerId, { text: '你好\n👋', fontSize: 0.1 });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('is left as it is by a change to a layer that it lacks', () => {
    const document = createDocument();
    expect(changeLayer(document, 'missing', { text: '?' })).toBe(document);
  });
});
