import { expect, it } from 'vitest';
import { allFrames } from '../../testing/animation-frames.ts';
import {
  encodeWithSharp,
  panningPhoto,
  shownBySharp,
  turningSticker,
} from '../../testing/sharp-animation.ts';
import { type Colour, gifBytes, type GifFrameBytes } from '../../testing/gif-bytes.ts';
import { readGif } from './gif-file.ts';
import { openGif } from './gif-frames.ts';

const colours: readonly Colour[] = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
];
const letters = new Map([
  [0, '.'],
  [0xff00_0000, 'k'],
  [0xff00_00ff, 'r'],
  [0xff00_ff00, 'g'],
  [0xffff_0000, 'b'],
]);

/** The frames of a screen of 3 × 2 as rows of letters: k, r, g and b, and . for transparent. */
async function shown(frames: readonly GifFrameBytes[]): Promise<string[]> {
  const animation = openGif(gifBytes({ width: 3, height: 2, colours, frames }));
  return (await allFrames(animation)).map(({ pixels }) => {
    const row = Array.from(pixels, (pixel) => letters.get(pixel) ?? '?').join('');
    return `${row.slice(0, 3)} ${row.slice(3)}`;
  });
}

const red = { area: [0, 0, 3, 2], indices: [1, 1, 1, 1, 1, 1] } as const;
const greenCorner = { area: [1, 0, 2, 1], indices: [2, 2] } as const;
const bluePixel = { area: [0, 0, 1, 1], indices: [3] } as const;

it.each([
  [0, ['rrr rrr', 'rgg rrr', 'bgg rrr']],
  [1, ['rrr rrr', 'rgg rrr', 'bgg rrr']],
  [2, ['rrr rrr', 'rgg rrr', 'b.. rrr']],
  [3, ['rrr rrr', 'rgg rrr', 'brr rrr']],
])('draws what disposal %i leaves of the frame before', async (disposal, expected) => {
  expect(await shown([red, { ...greenCorner, disposal }, bluePixel])).toEqual(expected);
});

it.each([2, 3])('leaves nothing of a first frame of disposal %i', async (disposal) => {
  expect(await shown([{ ...red, disposal }, bluePixel])).toEqual(['rrr rrr', 'b.. ...']);
});

it('goes back behind several frames that restore', async () => {
  const restored = { ...greenCorner, disposal: 3 };
  expect(await shown([red, restored, restored, bluePixel])).toEqual([
    'rrr rrr',
    'rgg rrr',
    'rgg rrr',
    'brr rrr',
  ]);
});

it('leaves pixels of the transparent index as they are', async () => {
  const holes = { area: [0, 0, 3, 1], indices: [1, 2, 1], transparentIndex: 1 } as const;
  expect(await shown([holes, { ...red, indices: [0, 3, 0, 0, 0, 0], transparentIndex: 0 }])).toEqual([
    '.g. ...',
    '.b. ...',
  ]);
});

it('puts interlaced rows where they belong', async () => {
  const rows = Array.from({ length: 19 }, (_, row) => row % 4);
  const frame = { area: [0, 0, 1, 19], indices: rows, interlaced: true } as const;
  const [{ pixels }] = await allFrames(openGif(gifBytes({ width: 1, height: 19, colours, frames: [frame] })));
  expect(Array.from(pixels, (pixel) => 'krgb'.indexOf(letters.get(pixel) ?? '?'))).toEqual(rows);
});

it('cuts off what lies beyond the screen', async () => {
  const beyond = { area: [2, 1, 2, 3], indices: [1, 2, 2, 2, 2, 2] } as const;
  const outside = { area: [3, 0, 1, 1], indices: [2] } as const;
  expect(await shown([bluePixel, beyond, outside])).toEqual(['b.. ...', 'b.. ..r', 'b.. ..r']);
});

it('prefers the colours of the frame to those of the file', async () => {
  const own = { ...bluePixel, colours: colours.toReversed() };
  expect(await shown([bluePixel, own])).toEqual(['b.. ...', 'k.. ...']);
});

it('shows black where there is no colour', async () => {
  const two = colours.slice(0, 2);
  expect(await shown([{ ...bluePixel, colours: two }])).toEqual(['k.. ...']);
});

it('leaves the pixels that a frame lacks as they are', async () => {
  expect(await shown([red, { area: [0, 0, 3, 2], indices: [2, 2] }])).toEqual(['rrr rrr', 'ggr rrr']);
});

it('says what changed, what was disposed of included', async () => {
  const frames = [red, { ...greenCorner, disposal: 2 }, bluePixel];
  const changed: unknown[] = [];
  const animation = openGif(gifBytes({ width: 3, height: 2, colours, frames }));
  for await (const frame of animation.frames(new AbortController().signal)) changed.push(frame.changed);
  expect(changed).toEqual([
    { left: 0, top: 0, width: 3, height: 2 },
    { left: 1, top: 0, width: 2, height: 1 },
    { left: 0, top: 0, width: 3, height: 1 },
  ]);
});

it('begins anew each time', async () => {
  const animation = openGif(gifBytes({ width: 3, height: 2, colours, frames: [bluePixel, greenCorner] }));
  expect(await allFrames(animation)).toEqual(await allFrames(animation));
});

/** A GIF whose frame of this number holds a code that cannot be. */
function damagedAt(frame: number): Uint8Array<ArrayBuffer> {
  const whole = gifBytes({ width: 3, height: 2, colours, frames: [red, red, red] });
  const { dataPosition } = readGif(whole).frames[frame];
  // Behind the code size and the sub-block's length: a clear code, then one that was not made yet.
  whole[dataPosition + 2] = 0b00_111_100;
  return whole;
}

it('ends before a frame whose pixels are damaged', async () => {
  expect(await allFrames(openGif(damagedAt(2)))).toHaveLength(2);
});

it('finds a picture damaged whose first frame is', async () => {
  await expect(allFrames(openGif(damagedAt(0)))).rejects.toMatchObject({ code: 'image-damaged' });
});

it('stops between frames when aborted', async () => {
  const controller = new AbortController();
  const frames = openGif(gifBytes({ width: 3, height: 2, colours, frames: [red, red] })).frames(
    controller.signal,
  );
  await frames.next();
  controller.abort();
  await expect(frames.next()).rejects.toMatchObject({ name: 'AbortError' });
});

it.each([
  ['photos', panningPhoto],
  ['a sticker that turns on transparent ground', turningSticker],
])("shows %s, encoded by libvips, as libvips' own decoder does", async (_, create) => {
  const bytes = await encodeWithSharp(await create(), { loop: 0 });
  const animation = openGif(bytes);
  expect(await allFrames(animation)).toEqual(await shownBySharp(bytes));
});
