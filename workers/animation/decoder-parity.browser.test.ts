import { expect, it } from 'vitest';
import { allFrames } from '../testing/animation-frames.ts';
import { type Colour, gifBytes, type GifBytes, type GifFrameBytes } from '../testing/gif-bytes.ts';
import { randomNumbers } from '../testing/random.ts';
import { PixelReader } from './canvas.ts';
import { openGif } from './gif/gif-frames.ts';

const random = randomNumbers(41);
const [width, height] = [11, 9];

const colours: readonly Colour[] = Array.from({ length: 8 }, () => [random(256), random(256), random(256)]);

/** Frame upon frame of noise, somewhere on the screen. */
function noise(change: (frame: number) => Partial<GifFrameBytes>): GifFrameBytes[] {
  return Array.from({ length: 8 }, (_, frame) => {
    const [left, top] = frame === 0 ? [0, 0] : [random(6), random(5)];
    const area =
      frame === 0 ? ([0, 0, width, height] as const) : ([left, top, 1 + random(5), 1 + random(4)] as const);
    const indices = Array.from({ length: area[2] * area[3] }, () => random(8));
    return { area, indices, delay: frame * 3, ...change(frame) };
  });
}

/** Without the indices that take more than two bits. */
function firstFour(frame: GifFrameBytes): GifFrameBytes {
  return { ...frame, indices: frame.indices.map((index) => index % 4) };
}

function beyond(): Partial<GifFrameBytes> {
  return { area: [8, 7, 5, 4], indices: Array.from({ length: 20 }, () => random(8)) };
}

/** What the browser makes of a GIF: its frames, and the hundredths of a second that it has for each. */
async function shownByBrowser(gif: Uint8Array<ArrayBuffer>) {
  const decoder = new ImageDecoder({ type: 'image/gif', data: gif });
  await decoder.tracks.ready;
  await decoder.completed;
  const { frameCount, repetitionCount } = decoder.tracks.selectedTrack ?? {
    frameCount: 0,
    repetitionCount: 0,
  };
  const frames = [];
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    const { displayWidth, displayHeight, duration } = image;
    frames.push({
      pixels: new PixelReader(displayWidth, displayHeight).read(image),
      delay: (duration ?? 0) / 10_000,
    });
    image.close();
  }
  decoder.close();
  return { frames, repetitions: repetitionCount };
}

const cases: Readonly<Record<string, Omit<GifBytes, 'width' | 'height'> & Partial<GifBytes>>> = {
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5, 6, 7].map((disposal) => [
      `disposal ${disposal}`,
      { colours, frames: noise(() => ({ disposal, transparentIndex: 3 })) },
    ]),
  ),
  'every disposal in turn': {
    colours,
    frames: noise((frame) => ({ disposal: frame % 4, transparentIndex: frame % 3 })),
  },
  'frames without transparency': { colours, frames: noise(() => ({ disposal: 2 })) },
  'interlaced frames': { colours, frames: noise(() => ({ interlaced: true, transparentIndex: 2 })) },
  'colours of each frame': {
    colours,
    frames: noise((frame) => ({
      colours: colours.map(([red, green, blue]) => [blue, frame * 9, red ^ green]),
    })),
  },
  'no colours of the file': { frames: noise(() => ({ colours })) },
  'no colours at all': { frames: noise(() => ({})).map(firstFour) },
  'too few colours': { colours: colours.slice(0, 2), frames: noise(() => ({})).map(firstFour) },
  'frames beyond the screen': { colours, frames: noise((frame) => (frame === 0 ? {} : beyond())) },
  'a first frame larger than the screen': {
    width: 5,
    height: 4,
    colours,
    frames: noise(() => ({ transparentIndex: 1 })),
  },
  'a first frame that covers a corner': {
    colours,
    frames: noise((frame) => (frame === 0 ? { area: [3, 3, 2, 2], indices: [1, 2, 3, 4], disposal: 3 } : {})),
  },
  'five repetitions': { loops: 5, colours, frames: noise(() => ({})) },
  'repetitions without end': { loops: 0, colours, frames: noise(() => ({})) },
};

it.each(Object.keys(cases))('shows %s as the browser does', async (name) => {
  const gif = gifBytes({ width, height, ...cases[name] });
  const animation = openGif(gif);
  expect({ frames: await allFrames(animation), repetitions: animation.repetitions }).toEqual(
    await shownByBrowser(gif),
  );
});
