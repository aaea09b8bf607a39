import { expect, it } from 'vitest';
import { OfaError } from '../../protocol/errors.ts';
import { type Colour, gifBytes, type GifBytes } from '../../testing/gif-bytes.ts';
import { readGif } from './gif-file.ts';

const blackAndWhite: readonly Colour[] = [
  [0, 0, 0],
  [255, 255, 255],
];
const dot = { area: [0, 0, 1, 1], indices: [1] } as const;

function gif(changes: Partial<GifBytes>): Uint8Array {
  return gifBytes({ width: 4, height: 3, colours: blackAndWhite, frames: [dot], ...changes });
}

it('reads areas, delays, transparency, colours and row order of every frame', () => {
  const own: readonly Colour[] = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const file = readGif(
    gif({
      frames: [
        { ...dot, delay: 0 },
        { ...dot, delay: 1 },
        { area: [1, 2, 3, 1], indices: [0, 1, 0], delay: 0xffff, transparentIndex: 1, colours: own },
        { ...dot, interlaced: true },
      ],
    }),
  );
  expect(file).toMatchObject({ width: 4, height: 3, damaged: false });
  expect(file.frames.map(({ delay }) => delay)).toEqual([0, 1, 0xffff, 0]);
  expect(file.frames.map(({ interlaced }) => interlaced)).toEqual([false, false, false, true]);
  expect(file.frames.map(({ transparentIndex }) => transparentIndex)).toEqual([-1, -1, 1, -1]);
  expect(file.frames[2].area).toEqual({ left: 1, top: 2, width: 3, height: 1 });
  expect([...file.frames[2].colours]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...file.frames[3].colours]).toEqual([0, 0, 0, 255, 255, 255]);
});

it('reads every disposal method, 4 as 3 and the reserved ones as none', () => {
  const frames = [0, 1, 2, 3, 4, 5, 6, 7].map((disposal) => ({ ...dot, disposal }));
  const disposals = readGif(gif({ frames })).frames.map(({ disposal }) => disposal);
  expect(disposals).toEqual(['keep', 'keep', 'clear', 'restore', 'restore', 'keep', 'keep', 'keep']);
});

it.each([
  ['none', {}, 0],
  ['0', { loops: 0 }, Infinity],
  ['5', { loops: 5 }, 5],
  ['65535', { loops: 65_535 }, 65_535],
])('takes loop count %s for its number of repetitions', (_, changes, repetitions) => {
  expect(readGif(gif(changes)).repetitions).toBe(repetitions);
});

it('lets the first frame make the screen larger, as browsers do, and no other', () => {
  const large = { area: [2, 1, 10, 20], indices: [] } as const;
  expect(readGif(gif({ frames: [large] }))).toMatchObject({ width: 12, height: 21 });
  expect(readGif(gif({ frames: [dot, large] }))).toMatchObject({ width: 4, height: 3 });
});

it('skips comments, plain text and extensions that it does not know', () => {
  const bytes = gif({});
  const extensions = [0xfe, 0x01, 0x77, 0xff].flatMap((label) => [0x21, label, 2, 65, 66, 1, 67, 0]);
  const header = 13 + 6;
  const file = readGif(Uint8Array.from([...bytes.slice(0, header), ...extensions, ...bytes.slice(header)]));
  expect(file).toMatchObject({ repetitions: 0, damaged: false });
  expect(file.frames).toHaveLength(1);
});

it('reads what is whole of a file that is cut, wherever it is cut', () => {
  const whole = gif({ loops: 3, frames: [dot, { ...dot, colours: blackAndWhite }, dot] });
  const counts = new Set<number>();
  for (let length = 0; length < whole.length; length++) {
    try {
      const { frames } = readGif(whole.slice(0, length));
      counts.add(frames.length);
    } catch (error) {
      expect(error).toBeInstanceOf(OfaError);
      expect(error).toMatchObject({ code: 'image-damaged' });
      counts.add(0);
    }
  }
  expect([...counts]).toEqual([0, 1, 2, 3]);
});

it('does without a trailer', () => {
  expect(readGif(gif({}).slice(0, -1)).damaged).toBe(false);
});

it('keeps the frames before a block that is none', () => {
  const bytes = gif({ frames: [dot, dot] });
  bytes[bytes.length - 1] = 0x55;
  expect(readGif(bytes)).toMatchObject({ damaged: true });
  expect(readGif(bytes).frames).toHaveLength(2);
});

it.each([
  ['no GIF', Uint8Array.from({ length: 100 }, (_, at) => at), 'image-damaged'],
  ['a GIF without a frame', gif({ frames: [] }), 'image-damaged'],
  [
    'a GIF without a pixel',
    gif({ width: 0, frames: [{ area: [0, 0, 0, 1], indices: [] }] }),
    'image-damaged',
  ],
  ['a screen of four thousand megapixels', gif({ width: 65_535, height: 65_535 }), 'image-too-large'],
  [
    'a frame of four thousand megapixels on a small screen',
    gif({ frames: [dot, { area: [0, 0, 65_535, 65_535], indices: [] }] }),
    'image-too-large',
  ],
  ['more than 10,000 frames', gif({ frames: Array.from({ length: 10_001 }, () => dot) }), 'image-too-large'],
  [
    'many frames on a large screen',
    gif({ width: 2000, height: 2000, frames: Array.from({ length: 600 }, () => dot) }),
    'image-too-large',
  ],
])('refuses %s', (_, bytes, code) => {
  expect(() => readGif(bytes)).toThrow(expect.objectContaining({ code }));
});
