import { expect, it } from 'vitest';
import { allFrames, animationOf } from '../testing/animation-frames.ts';
import { blend, withOverlay } from './overlay.ts';
import { packPixel, transparentPixel } from './pixels.ts';

const red = packPixel(255, 0, 0, 255);
const blue = packPixel(0, 0, 255, 255);
const nothing = packPixel(0, 0, 0, 0);

it.each([
  ['nothing over a colour', red, nothing, red],
  ['nothing over nothing', nothing, nothing, transparentPixel],
  ['a colour over another', red, blue, blue],
  ['half a colour over another', red, packPixel(0, 0, 255, 128), packPixel(127, 0, 128, 255)],
  [
    'a touch of white over black',
    packPixel(0, 0, 0, 255),
    packPixel(255, 255, 255, 51),
    packPixel(51, 51, 51, 255),
  ],
  ['half a colour and more over nothing', nothing, packPixel(9, 8, 7, 128), packPixel(9, 8, 7, 255)],
  ['less than half a colour over nothing', nothing, packPixel(9, 8, 7, 127), transparentPixel],
  ['nothing over half a colour', packPixel(9, 8, 7, 128), nothing, packPixel(9, 8, 7, 255)],
  ['nothing over less than half a colour', packPixel(9, 8, 7, 127), nothing, transparentPixel],
  // 0.4 + 0.4 × 0.6 = 0.64 opaque, of which the upper colour is 0.4 / 0.64.
  ['a fifth twice', packPixel(0, 0, 0, 102), packPixel(160, 0, 0, 102), packPixel(100, 0, 0, 255)],
])('blends %s', (_, under, over, expected) => {
  expect(blend(under, over)).toBe(expected);
});

/** Two frames of 2 × 2; only the second pixel differs. */
const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((shade) => packPixel(shade, 0, 0, 255));
const moving = animationOf(2, [
  { pixels: Uint32Array.of(a, b, c, d), delay: 7 },
  { pixels: Uint32Array.of(a, e, c, d), delay: 9 },
]);

function overlay(width: number, ...pixels: number[]) {
  return { width, height: pixels.length / width, pixels: Uint32Array.from(pixels) };
}

it('is on every frame, whose delays stay', async () => {
  const frames = await allFrames(withOverlay(moving, overlay(2, 0, 0, blue, 0), 0, 0));
  expect(frames).toEqual([
    { pixels: Uint32Array.of(a, b, blue, d), delay: 7 },
    { pixels: Uint32Array.of(a, e, blue, d), delay: 9 },
  ]);
});

it('surrounds a picture that is smaller, as with a strip for the caption', async () => {
  const placed = withOverlay(moving, overlay(3, blue, blue, 0, 0, 0, 0, 0, 0, 0), 1, 1);
  expect(placed).toMatchObject({ width: 3, height: 3, frameCount: 2, repetitions: Infinity });
  const [{ pixels }] = await allFrames(placed);
  expect(pixels).toEqual(Uint32Array.of(blue, blue, 0, 0, a, b, 0, c, d));
});

it('crops a picture that is larger', async () => {
  const frames = await allFrames(withOverlay(moving, overlay(1, 0), -1, 0));
  expect(frames.map(({ pixels }) => [...pixels])).toEqual([[b], [e]]);
});

it('says what changes where it lies under the overlay', async () => {
  const source = {
    ...moving,
    async *frames() {
      const changed = { left: 1, top: 0, width: 1, height: 1 };
      for await (const frame of moving.frames(new AbortController().signal)) yield { ...frame, changed };
    },
  };
  const changes: unknown[] = [];
  const placed = withOverlay(source, overlay(4, ...Array<number>(12).fill(0)), 2, 1);
  for await (const { changed } of placed.frames(new AbortController().signal)) changes.push(changed);
  expect(changes).toEqual([
    { left: 0, top: 0, width: 4, height: 3 },
    { left: 3, top: 1, width: 1, height: 1 },
  ]);
});
