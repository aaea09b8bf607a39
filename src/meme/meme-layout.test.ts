import { describe, expect, it } from 'vitest';
import { captionLayerId, changeLayer, createDocument, createLayer, type MemeDocument } from './document.ts';
import { addLayer } from './layers.ts';
import { type LookName, withLook } from './looks.ts';
import { layOutMeme } from './meme-layout.ts';
import { graphemesOf } from './segments.ts';

const measurer = () => (text: string) => graphemesOf(text).length;
const picture = { width: 600, height: 400 };

function written(text: string, look: LookName): MemeDocument {
  return withLook(changeLayer(createDocument(), captionLayerId, { text }), captionLayerId, look);
}

const layOut = (meme: MemeDocument) => layOutMeme(meme, picture, measurer);

describe('a strip', () => {
  it('below enlarges the picture downwards by whole pixels, the text in its middle', () => {
    const { area, strips, layers } = layOut(written('咖啡凉了，心也凉了', 'bar'));
    expect(area).toMatchObject({ x: 0, y: 0, width: 600 });
    expect(area.height).toBeGreaterThan(440);
    expect(Number.isInteger(area.height)).toBe(true);
    expect(strips).toEqual([
      { area: { x: 0, y: 400, width: 600, height: area.height - 400 }, colour: '#ffffff' },
    ]);
    const [{ bounds }] = layers;
    expect(bounds.y).toBeGreaterThanOrEqual(400);
    expect(bounds.y + bounds.height).toBeLessThanOrEqual(area.height + 1);
    expect(bounds.x + bounds.width / 2).toBeCloseTo(300);
  });

  it('above enlarges it upwards: the picture keeps its own coordinates', () => {
    const { area, strips } = layOut(written('猫生得意须尽欢', 'strip'));
    expect(area.y).toBeLessThan(-40);
    expect(area.y + area.height).toBe(400);
    expect(strips[0].area.y).toBe(area.y);
  });

  it('grows with its text', () => {
    const [one, two] = ['稳了', '稳了\n真的稳了'].map((text) => layOut(written(text, 'bar')).area.height);
    expect(two).toBeGreaterThan(one);
  });

  it('is there before its text, one line high', () => {
    expect(layOut(written('', 'bar')).area.height).toBeGreaterThan(430);
  });

  it('is stacked on others', () => {
    const first = written('一', 'bar');
    const { document, layer } = addLayer(first, undefined);
    const { area, strips } = layOut(withLook(document, layer.id, 'bar'));
    expect(strips).toHaveLength(2);
    expect(strips[1].area.y).toBe(strips[0].area.y + strips[0].area.height);
    expect(area.height).toBe(strips[1].area.y + strips[1].area.height);
  });
});

describe('a pair', () => {
  it('parts the caption where it pauses', () => {
    const { layers } = written('咖啡凉了，心也凉了', 'pair');
    expect(layers.map(({ text }) => text).sort()).toEqual(['咖啡凉了', '心也凉了'].sort());
    const { layers: laidOut } = layOut({ ...createDocument(), layers });
    const top = laidOut.find(({ layer }) => layer.text === '咖啡凉了');
    const bottom = laidOut.find(({ layer }) => layer.text === '心也凉了');
    expect(top?.bounds.y).toBeLessThan(60);
    expect(bottom?.bounds.y).toBeGreaterThan(250);
  });

  it('waits for a second text where there is no pause', () => {
    expect(written('稳了！！', 'pair').layers.map(({ text }) => text)).toEqual(['稳了！！', '']);
  });

  it('that nobody has filled is gone with the next look, whichever of its texts is held', () => {
    const pair = written('稳了！！', 'pair');
    for (const { id } of pair.layers) {
      expect(withLook(pair, id, 'classic')).toEqual(written('稳了！！', 'classic'));
      expect(withLook(pair, id, 'pair')).toEqual(pair);
    }
  });

  it('that somebody has filled or moved stays, and so does an empty text of their own', () => {
    const pair = written('稳了！！', 'pair');
    const [, { id: second, box }] = pair.layers;
    const own = addLayer(createDocument(), undefined).document;
    for (const meme of [
      changeLayer(pair, second, { text: '真的' }),
      changeLayer(pair, second, { box: { ...box, y: 0.4 } }),
      own,
    ]) {
      expect(withLook(meme, captionLayerId, 'classic').layers).toHaveLength(2);
    }
  });

  it('adds no third text to two', () => {
    const two = addLayer(createDocument(), undefined).document;
    expect(withLook(two, captionLayerId, 'pair').layers).toHaveLength(2);
  });
});

describe('columns', () => {
  const upright = written('今天也是不想上班', 'vertical');
  const [{ lines, bounds }] = layOut(upright).layers;

  it('are read from right to left, each from the top down', () => {
    const origins = lines.map(({ runs }) => runs.map(({ origin }) => origin));
    expect(lines.map(({ text }) => text).join('')).toBe('今天也是不想上班');
    for (const column of origins) {
      for (const [index, { y }] of column.entries()) {
        if (index > 0) expect(y).toBeGreaterThan(column[index - 1].y);
      }
    }
    if (origins.length > 1) expect(origins[1][0].x).toBeLessThan(origins[0][0].x);
    expect(bounds.height).toBeGreaterThan(bounds.width);
  });

  it('turn Latin words and brackets, and keep Chinese upright', () => {
    const [mixed] = layOut(written('「开OK心」', 'vertical')).layers;
    const runs = mixed.lines.flatMap((line) => line.runs);
    expect(runs.filter(({ isTurned }) => isTurned).map(({ text }) => text)).toEqual(['「', 'OK', '」']);
  });
});

describe('letter spacing', () => {
  it('widens a line by the room between its characters alone', () => {
    const layer = { ...createLayer('a'), text: '四个汉字', fontSize: 0.1 };
    const [close, wide] = [0, 0.5].map((letterSpacing) => {
      const meme = { ...createDocument(), layers: [{ ...layer, style: { ...layer.style, letterSpacing } }] };
      return layOut(meme).layers[0].bounds.width;
    });
    expect(wide - close).toBeCloseTo(3 * 0.5 * 40);
  });
});

describe('alignment', () => {
  it('sets lines to the start, the middle or the end of the box', () => {
    const [start, center, end] = (['start', 'center', 'end'] as const).map((align) => {
      const layers = [{ ...createLayer('a'), text: '字', align }];
      return layOut({ ...createDocument(), layers }).layers[0].bounds.x;
    });
    expect(start).toBeCloseTo(24);
    expect(end).toBeGreaterThan(center);
  });
});
