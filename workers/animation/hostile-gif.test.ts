import { beforeAll, expect, it } from 'vitest';
import { OfaError } from '../protocol/errors.ts';
import { allFrames } from '../testing/animation-frames.ts';
import { gifBytes } from '../testing/gif-bytes.ts';
import { randomNumbers } from '../testing/random.ts';
import { encodeWithSharp, turningSticker } from '../testing/sharp-animation.ts';
import { openGif } from './gif/gif-frames.ts';
import { writeAnimation } from './write-animation.ts';

const never = new AbortController().signal;
const mutations = 1500;

let sticker: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  sticker = await encodeWithSharp(await turningSticker(), { loop: 0 });
});

const handmade = gifBytes({
  width: 9,
  height: 7,
  colours: [
    [0, 0, 0],
    [9, 9, 9],
  ],
  loops: 2,
  frames: [0, 1, 2, 3].map((disposal) => ({
    area: [disposal, 1, 5, 5],
    indices: Array.from({ length: 25 }, (_, at) => at % 2),
    disposal,
    interlaced: disposal === 2,
    transparentIndex: 1,
  })),
});

/** Some frames, or an error that says what is wrong with the picture. */
async function read(bytes: Uint8Array): Promise<string> {
  try {
    const animation = openGif(bytes);
    const frames = await allFrames(animation);
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.length).toBeLessThanOrEqual(animation.frameCount);
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(OfaError);
    return (error as OfaError).code;
  }
}

it.each([
  ['a sticker by another encoder', () => sticker],
  ['a small file with every disposal', () => handmade],
])('reads %s or says what is wrong, whatever bytes are changed, lost or moved', async (_, source) => {
  const random = randomNumbers(31);
  const outcomes = new Map<string, number>();
  for (let round = 0; round < mutations; round++) {
    let bytes = source().slice();
    for (let change = 0; change <= random(4); change++) {
      // Half of the changes hit the headers, where they do most.
      const at = random(2) === 0 ? random(Math.min(bytes.length, 100)) : random(bytes.length);
      const kind = random(4);
      if (kind === 0) bytes[at] = random(256);
      else if (kind === 1) bytes[at] ^= 1 << random(8);
      else if (kind === 2) bytes = bytes.slice(0, Math.max(1, at));
      else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
    }
    const outcome = await read(bytes);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const known = new Set(['image-damaged', 'image-too-large', 'read']);
  expect([...outcomes.keys()].every((outcome) => known.has(outcome))).toBe(true);
  expect(outcomes.get('read')).toBeGreaterThan(mutations / 20);
  expect(outcomes.get('image-damaged')).toBeGreaterThan(mutations / 20);
});

it('writes ten thousand frames', async () => {
  const dot = { area: [3, 2, 1, 1], transparentIndex: 1 } as const;
  const bomb = gifBytes({
    width: 400,
    height: 400,
    colours: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [0, 0, 0],
    ],
    frames: Array.from({ length: 10_000 }, (_, frame) => ({ ...dot, indices: [frame % 2 === 0 ? 0 : 2] })),
  });
  const { frames } = await writeAnimation(
    never,
    openGif(bomb),
    () => undefined,
    () => undefined,
  );
  expect(frames).toBe(10_000);
});
