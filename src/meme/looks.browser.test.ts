import { beforeAll, describe, expect, it } from 'vitest';
import { find, green, paintOn, type Painted } from '../testing/paint-on.ts';
import { captionLayerId, changeLayer, createDocument, type MemeDocument } from './document.ts';
import { type LookName, lookNames, withLook } from './looks.ts';
import { loadGlyphs } from './typeface.ts';

const white = [255, 255, 255] as const;
const black = [0, 0, 0] as const;
/** `#161616`, in which texts on paper are set. */
const ink = [22, 22, 22] as const;
const [width, height] = [600, 400];
const caption = '咖啡凉了，心也凉了';

function inLook(name: LookName, text = caption): MemeDocument {
  return withLook(changeLayer(createDocument(), captionLayerId, { text }), captionLayerId, name);
}

const paint = (name: LookName): Painted => paintOn(width, height, inLook(name));

/** Some rows of what was painted. */
function rows({ pixels }: Painted, from: number, to: number): Pick<Painted, 'pixels'> {
  const row = 4 * pixels.width;
  return { pixels: new ImageData(pixels.data.slice(from * row, to * row), pixels.width) };
}

beforeAll(async () => {
  for (const name of lookNames)
    await loadGlyphs(inLook(name, `${caption}「今天」也是：不想上班的一天！《算》…`));
});

describe('a caption looks', () => {
  it('classic: white with a black outline, in the lower part of the picture', () => {
    const painted = paint('classic');
    expect(find(painted, white).count).toBeGreaterThan(2000);
    expect(find(painted, white).top).toBeGreaterThan(0.6 * height);
    expect(find(painted, black).left).toBeLessThan(find(painted, white).left);
  });

  it('bar: dark on white paper below the picture, of which nothing is covered', () => {
    const painted = paint('bar');
    expect(painted.pixels.height).toBeGreaterThan(height + 40);
    expect(find(painted, green)).toMatchObject({ count: width * height, top: 0, bottom: height - 1 });
    expect(find(painted, white)).toMatchObject({ top: height, bottom: painted.pixels.height - 1, left: 0 });
    expect(find(painted, ink).count).toBeGreaterThan(1000);
  });

  it('strip: white on a black strip above the picture, of which nothing is covered', () => {
    const painted = paint('strip');
    const above = painted.pixels.height - height;
    expect(above).toBeGreaterThan(40);
    expect(find(painted, green)).toMatchObject({ count: width * height, top: above });
    expect(find(painted, [17, 17, 17])).toMatchObject({ top: 0, bottom: above - 1, left: 0 });
    expect(find(painted, white).count).toBeGreaterThan(1000);
  });

  it('bubble: dark on a white bubble with an outline and a tail', () => {
    const painted = paint('bubble');
    const [{ bounds }] = painted.layers;
    const bubble = find(painted, white);
    const dark = find(painted, ink);
    expect(bubble.left).toBeGreaterThan(0.4 * width);
    expect(bubble.count).toBeGreaterThan(0.5 * bounds.width * bounds.height);
    expect(dark.count).toBeGreaterThan(1000);
    expect(dark.left, 'the outline').toBeLessThan(bubble.left);
    expect(bubble.bottom, 'the tail').toBeGreaterThan(bounds.y + bounds.height + 4);
    expect(bubble.bottom).toBeLessThan(height);
  });

  it('vertical: in columns at the right', () => {
    const painted = find(paint('vertical'), white);
    expect(painted.count).toBeGreaterThan(2000);
    expect(painted.left).toBeGreaterThan(0.65 * width);
    expect(painted.bottom - painted.top).toBeGreaterThan(2 * (painted.right - painted.left));
  });

  it('pair: a half at the top, the other at the bottom, nothing between', () => {
    const painted = paint('pair');
    const [third, twoThirds] = [Math.round(height / 3), Math.round((2 * height) / 3)];
    expect(find(rows(painted, 0, third), white).count).toBeGreaterThan(1000);
    expect(find(rows(painted, third, twoThirds), green).count).toBe(width * (twoThirds - third));
    expect(find(rows(painted, twoThirds, height), white).count).toBeGreaterThan(1000);
  });

  it('playful: yellow with a brown outline and a shadow below', () => {
    const painted = paint('playful');
    const outline = find(painted, [58, 26, 0]);
    expect(find(painted, [255, 216, 61]).count).toBeGreaterThan(2000);
    expect(outline.count).toBeGreaterThan(500);
    const below = outline.bottom + 2;
    expect(find(rows(painted, below, height), green).count).toBeLessThan(width * (height - below));
  });
});

it('in any face and width no line begins with a closing mark or ends with an opening one', () => {
  const text = '「今天」也是：不想上班的一天！《算》了…';
  for (const name of ['classic', 'bubble', 'playful'] as const) {
    for (let share = 0.3; share <= 0.92; share += 0.06) {
      const styled = inLook(name, text);
      const [layer] = styled.layers;
      const narrow = changeLayer(styled, captionLayerId, {
        fontSize: 0.08,
        box: { ...layer.box, x: 0.04, width: share },
      });
      const lines = paintOn(width, height, narrow).layers[0].lines.map((line) => line.text);
      expect(lines.join('')).toBe(text);
      for (const line of lines.slice(1)) expect(line, `${name} at ${share}`).not.toMatch(/^[」：！》…]/u);
      for (const line of lines.slice(0, -1)) expect(line, `${name} at ${share}`).not.toMatch(/[「《]$/u);
    }
  }
});
