import { afterEach, expect, it } from 'vitest';
import { openGif } from '../../workers/animation/gif/gif-frames.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { allFrames } from '../../workers/testing/animation-frames.ts';
import { gifBytes } from '../../workers/testing/gif-bytes.ts';
import { openImage } from '../intake/image-input.ts';
import { captionLayerId, changeLayer } from '../meme/document.ts';
import { createHistory } from '../meme/history.ts';
import { createAnimationClient, startAnimationWorker } from './animation-client.ts';
import { createGifExport, type GifState } from './export-gif.ts';
import { defaultOptions } from './export-options.ts';
import { createPicture, type Picture } from './picture.ts';

keepErrorCodes();

const [width, height] = [120, 90];
const delays = [4, 12, 30, 5];

/** Four frames of one colour each, a corner of them transparent. */
const moving = gifBytes({
  width,
  height,
  loops: 2,
  colours: [
    [0, 0, 0],
    [200, 20, 20],
    [20, 200, 20],
    [20, 20, 200],
  ],
  frames: delays.map((delay, frame) => ({
    area: [0, 0, width, height],
    indices: Array.from({ length: width * height }, (_, at) =>
      at % width < 10 && at < 10 * width ? 0 : 1 + (frame % 3),
    ),
    transparentIndex: 0,
    disposal: 2,
    delay,
  })),
});

async function captioned(): Promise<Picture> {
  const picture = createPicture(await openImage(new Blob([moving]), 'dance.gif'));
  const document = changeLayer(picture.history.present, captionLayerId, { text: '动起来' });
  return { ...picture, history: createHistory(document) };
}

const exported = createGifExport(createAnimationClient(startAnimationWorker));

afterEach(() => exported.close());

function done(): Extract<GifState, { status: 'done' }> {
  const state = exported.store.getState();
  if (state.status !== 'done') throw new Error(`The GIF is ${state.status}`);
  return state;
}

it('writes the text on every frame; timing, repetitions and transparency stay', async () => {
  const picture = await captioned();
  expect(picture.image.moves).toBe(true);
  await exported.start(picture, defaultOptions);
  const { gif, name } = done();
  expect(name).toBe('dance');
  expect(gif).toMatchObject({ width, height, frames: 4, repetitions: 2, duration: 510, truncated: false });
  const before = await allFrames(openGif(moving));
  const after = await allFrames(openGif(new Uint8Array(await gif.blob.arrayBuffer())));
  expect(after.map(({ delay }) => delay)).toEqual(delays);
  const white = 0xffff_ffff;
  for (const [frame, { pixels }] of after.entries()) {
    expect(pixels[0] >>> 24, 'the corner is transparent').toBe(0);
    const upper = 60 * width;
    expect(pixels.subarray(0, upper / 2)).toEqual(before[frame].pixels.subarray(0, upper / 2));
    expect(pixels.filter((pixel) => pixel === white).length, `text on frame ${frame}`).toBeGreaterThan(100);
  }
});

it('has the size and shape that are asked for', async () => {
  await exported.start(await captioned(), { ...defaultOptions, size: 'small', shape: 'padded' });
  const { gif } = done();
  expect(gif).toMatchObject({ width: 240, height: 240, frames: 4 });
  const [first] = await allFrames(openGif(new Uint8Array(await gif.blob.arrayBuffer())));
  expect(first.pixels[5 * 240 + 120] >>> 24, 'what is added is transparent').toBe(0);
  expect(first.pixels[60 * 240 + 120] >>> 24).toBe(255);
});

it('says how far it is, and stops when it is closed', async () => {
  const states: GifState[] = [];
  const unsubscribe = exported.store.subscribe((state) => {
    states.push(state);
    if (state.status === 'running' && state.event?.frame === 2) exported.close();
  });
  await expect(exported.start(await captioned(), defaultOptions)).rejects.toThrow(DOMException);
  unsubscribe();
  expect(states.some((state) => state.status === 'running' && state.event?.phase === 'survey')).toBe(true);
  expect(states.every(({ status }) => status !== 'done')).toBe(true);
  expect(exported.store.getState()).toEqual({ status: 'none' });
});

it('of a damaged picture fails by code and leaves nothing behind', async () => {
  const picture = await captioned();
  const damaged = { ...picture, image: { ...picture.image, blob: new Blob([moving.slice(0, 40)]) } };
  await expect(exported.start(damaged, defaultOptions)).rejects.toMatchObject({ name: 'OfaError' });
  expect(exported.store.getState()).toEqual({ status: 'none' });
});
