import { expect, it } from 'vitest';
import type { ExportGifEvent } from '../protocol/animation-service.ts';
import { allFrames, animationOf, type KeptFrame } from '../testing/animation-frames.ts';
import { randomNumbers } from '../testing/random.ts';
import { encodeWithSharp, panningPhoto, shownBySharp, turningSticker } from '../testing/sharp-animation.ts';
import type { Animation } from './animation.ts';
import { readGif } from './gif/gif-file.ts';
import { openGif } from './gif/gif-frames.ts';
import { withOverlay } from './overlay.ts';
import { packPixel, transparentPixel } from './pixels.ts';
import { writeAnimation } from './write-animation.ts';

const never = new AbortController().signal;

async function write(
  animation: Animation,
  {
    signal = never,
    onEvent = () => undefined,
  }: { signal?: AbortSignal; onEvent?: (event: ExportGifEvent) => void } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  await writeAnimation(signal, animation, (piece) => pieces.push(piece), onEvent);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** White text with a soft black edge, as far as it matters here: a bar with a gradient of alpha around it. */
function caption(width: number, height: number) {
  const pixels = Uint32Array.from({ length: width * height }, (_, at) => {
    const distance = Math.abs(Math.floor(at / width) - 0.8 * height);
    if (distance < 4) return packPixel(255, 255, 255, 255);
    return distance < 9 ? packPixel(0, 0, 0, Math.round(255 * (9 - distance)) / 5) : 0;
  });
  return { width, height, pixels };
}

/** Decibels of the noise between two animations' opaque pixels, whose transparency must be the same. */
function likeness(frames: readonly KeptFrame[], others: readonly KeptFrame[]): number {
  let [error, values] = [0, 0];
  frames.forEach(({ pixels }, frame) => {
    const other = others[frame].pixels;
    pixels.forEach((pixel, at) => {
      if (pixel >>> 24 !== other[at] >>> 24)
        throw new Error(`Transparency differs in frame ${frame} at ${at}`);
      if (pixel >>> 24 === 0) return;
      for (const shift of [0, 8, 16]) error += (((pixel >> shift) & 255) - ((other[at] >> shift) & 255)) ** 2;
      values += 3;
    });
  });
  return 10 * Math.log10((255 ** 2 * values) / error);
}

const delaysOf = (frames: readonly KeptFrame[]): number[] => frames.map(({ delay }) => delay);

it.each([
  ['photos', panningPhoto, 5, 4],
  ['a sticker that turns on transparent ground', turningSticker, 0, Infinity],
  ['photos shown once', panningPhoto, 1, 0],
])('keeps frames, delays, repetitions and transparency of %s', async (_, create, loop, repetitions) => {
  const source = openGif(await encodeWithSharp(await create(), { loop }));
  const expected = withOverlay(source, caption(source.width, source.height), 0, 0);
  const gif = await write(expected);
  expect(readGif(gif)).toMatchObject({
    width: source.width,
    height: source.height,
    repetitions,
    damaged: false,
  });

  const frames = await allFrames(expected);
  const shown = await allFrames(openGif(gif));
  expect(delaysOf(shown)).toEqual(delaysOf(frames));
  expect(likeness(frames, shown)).toBeGreaterThan(36);
  // What another decoder makes of it.
  expect(await shownBySharp(gif)).toEqual(shown);
});

const random = randomNumbers(21);

/** Frames of few colours, a part of which is transparent. */
function fewColours(count: number, delay: (frame: number) => number): KeptFrame[] {
  return Array.from({ length: count }, (_, frame) => ({
    pixels: Uint32Array.from({ length: 20 * 10 }, () => {
      const shade = random(100);
      return shade < 20 ? transparentPixel : packPixel(shade, 255 - shade, 7, 255);
    }),
    delay: delay(frame),
  }));
}

it('is exact where colours are few', async () => {
  const frames = fewColours(6, () => 5);
  expect(await allFrames(openGif(await write(animationOf(20, frames))))).toEqual(frames);
});

it('writes delays as they are, those that browsers slow down as well', async () => {
  const delays = [0, 1, 2, 3, 100, 0xffff];
  const gif = await write(
    animationOf(
      20,
      fewColours(delays.length, (frame) => delays[frame]),
    ),
  );
  expect(readGif(gif).frames.map(({ delay }) => delay)).toEqual(delays);
});

it.each([0, 1, 7, 65_535, Infinity])('writes %d repetitions', async (repetitions) => {
  const gif = await write(
    animationOf(
      20,
      fewColours(2, () => 5),
      repetitions,
    ),
  );
  expect(readGif(gif).repetitions).toBe(repetitions);
});

it('keeps frames in which nothing changes', async () => {
  const [frame] = fewColours(1, () => 5);
  const frames = [frame, { ...frame, delay: 9 }, { ...frame, delay: 2 }];
  expect(await allFrames(openGif(await write(animationOf(20, frames))))).toEqual(frames);
});

it('writes an animation that is transparent throughout', async () => {
  const frames = [3, 4].map((delay) => ({ pixels: new Uint32Array(12), delay }));
  expect(await allFrames(openGif(await write(animationOf(4, frames))))).toEqual(frames);
});

it('needs little for a small change in a large picture', async () => {
  const [width, height] = [200, 150];
  const still = Uint32Array.from({ length: width * height }, () =>
    packPixel(random(256), random(256), 0, 255),
  );
  const changed = still.slice().fill(packPixel(1, 2, 3, 255), 4000, 4020);
  const one = await write(animationOf(width, [{ pixels: still, delay: 5 }]));
  const two = await write(
    animationOf(width, [
      { pixels: still, delay: 5 },
      { pixels: changed, delay: 5 },
    ]),
  );
  expect(readGif(two).frames[1].area).toEqual({ left: 0, top: 20, width: 20, height: 1 });
  expect(two.length - one.length).toBeLessThan(200);
});

it('leaves pixels as they are that differ too little to be seen', async () => {
  const [width, height] = [120, 90];
  const noisy = (): KeptFrame => ({
    pixels: Uint32Array.from({ length: width * height }, (_, at) => {
      const shade = 1 + (at % width) * 2 + random(2);
      return packPixel(shade, Math.floor(at / width) * 2 + random(2), 255 - shade, 255);
    }),
    delay: 5,
  });
  const frames = [noisy(), noisy(), noisy(), noisy()];
  const one = await write(animationOf(width, frames.slice(0, 1)));
  const four = await write(animationOf(width, frames));
  expect(four.length).toBeLessThan(2 * one.length);
  expect(likeness(frames, await allFrames(openGif(four)))).toBeGreaterThan(34);
});

it('gives scenes palettes of their own where one for all is too coarse', async () => {
  const side = 64;
  const frames = [0, 1, 2].map((scene) => ({
    pixels: Uint32Array.from({ length: side * side }, (_, at) => {
      const [one, other] = [4 * (at % side), 4 * Math.floor(at / side)];
      const channels = [one, other, 128];
      return packPixel(channels[scene], channels[(scene + 1) % 3], channels[(scene + 2) % 3], 255);
    }),
    delay: 50,
  }));
  const gif = await write(animationOf(side, frames));
  expect(new Set(readGif(gif).frames.map(({ colours }) => colours.byteOffset)).size).toBeGreaterThan(1);
  for (const [at, shown] of (await allFrames(openGif(gif))).entries()) {
    expect(likeness([frames[at]], [shown])).toBeGreaterThan(34);
  }
});

it('tells frame by frame how far it is, and how large the file has become', async () => {
  const events: ExportGifEvent[] = [];
  const gif = await write(
    animationOf(
      20,
      fewColours(3, () => 5),
    ),
    { onEvent: (event) => events.push(event) },
  );
  expect(events.map(({ phase, frame, frames }) => [phase, frame, frames])).toEqual([
    ['survey', 1, 3],
    ['survey', 2, 3],
    ['survey', 3, 3],
    ['write', 1, 3],
    ['write', 2, 3],
    ['write', 3, 3],
  ]);
  const last = events.at(-1);
  // The trailer is one byte.
  expect(last?.phase === 'write' && last.bytes).toBe(gif.length - 1);
});

it.each(['survey', 'write'])('stops before the next frame when aborted in the phase %s', async (phase) => {
  const controller = new AbortController();
  const events: ExportGifEvent[] = [];
  const animation = animationOf(
    20,
    fewColours(9, () => 5),
  );
  const onEvent = (event: ExportGifEvent): void => {
    events.push(event);
    if (event.phase === phase && event.frame === 2) controller.abort();
  };
  await expect(write(animation, { signal: controller.signal, onEvent })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(events.at(-1)).toMatchObject({ phase, frame: 2 });
});
