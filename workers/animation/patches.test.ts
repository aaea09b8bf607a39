import { expect, it } from 'vitest';
import { animationOf, type KeptFrame } from '../testing/animation-frames.ts';
import { randomNumbers } from '../testing/random.ts';
import { type Patch, patches } from './patches.ts';
import { transparentPixel } from './pixels.ts';

const never = new AbortController().signal;
const shades = new Map([
  ['.', transparentPixel],
  ['a', 0xff00_0001],
  ['b', 0xff00_0002],
]);

/** Frames from rows of letters: . is transparent. */
function frames(...pictures: string[]): KeptFrame[] {
  return pictures.map((picture, delay) => ({
    pixels: Uint32Array.from(picture.replaceAll(' ', ''), (letter) => shades.get(letter) ?? NaN),
    delay,
  }));
}

async function split(width: number, kept: readonly KeptFrame[]): Promise<Pick<Patch, 'area' | 'disposal'>[]> {
  const list: Pick<Patch, 'area' | 'disposal'>[] = [];
  for await (const { area, disposal } of patches(never, animationOf(width, kept)))
    list.push({ area, disposal });
  return list;
}

it('draws only what changes', async () => {
  expect(await split(4, frames('aaaa aaaa aaaa', 'aaaa abaa aaba', 'aaaa abaa aaaa'))).toEqual([
    { area: { left: 0, top: 0, width: 4, height: 3 }, disposal: 'keep' },
    { area: { left: 1, top: 1, width: 2, height: 2 }, disposal: 'keep' },
    { area: { left: 2, top: 2, width: 1, height: 1 }, disposal: 'keep' },
  ]);
});

it('leaves out a transparent margin', async () => {
  const [first] = await split(4, frames('.... .ab. ....'));
  expect(first.area).toEqual({ left: 1, top: 1, width: 2, height: 1 });
});

it('draws one pixel of a frame that changes nothing, so that the frame is there', async () => {
  const [, second] = await split(2, frames('ab ab', 'ab ab'));
  expect(second).toEqual({ area: { left: 0, top: 0, width: 1, height: 1 }, disposal: 'keep' });
});

it('has a frame cleared, with all that vanishes in the next', async () => {
  expect(await split(4, frames('aa.. ....', 'aab. ....', '.ab. ....'))).toEqual([
    { area: { left: 0, top: 0, width: 2, height: 1 }, disposal: 'keep' },
    { area: { left: 0, top: 0, width: 3, height: 1 }, disposal: 'clear' },
    { area: { left: 1, top: 0, width: 2, height: 1 }, disposal: 'keep' },
  ]);
});

it('looks for changes only where the animation says that there are some', async () => {
  const [first, second] = frames('aa', 'bb');
  const animation = {
    ...animationOf(2, [first, second]),
    async *frames() {
      yield await Promise.resolve({ ...first, changed: { left: 0, top: 0, width: 2, height: 1 } });
      yield { ...second, changed: { left: 1, top: 0, width: 1, height: 1 } };
    },
  };
  const areas: unknown[] = [];
  for await (const { area } of patches(never, animation)) areas.push(area);
  expect(areas[1]).toEqual({ left: 1, top: 0, width: 1, height: 1 });
});

/** What a viewer shows that draws the patches: changed pixels of the area, then the disposal. */
async function replay(width: number, kept: readonly KeptFrame[]): Promise<KeptFrame[]> {
  const screen = new Uint32Array(kept[0].pixels.length);
  const shown: KeptFrame[] = [];
  for await (const { area, before, after, delay, disposal } of patches(never, animationOf(width, kept))) {
    const places = Array.from({ length: area.width * area.height }, (_, at) => {
      const [row, column] = [Math.floor(at / area.width), at % area.width];
      return (area.top + row) * width + area.left + column;
    });
    for (const at of places) if (after[at] !== before[at]) screen[at] = after[at];
    shown.push({ pixels: screen.slice(), delay });
    if (disposal === 'clear') for (const at of places) screen[at] = transparentPixel;
  }
  return shown;
}

it('gives back any animation', async () => {
  const random = randomNumbers(11);
  for (let round = 0; round < 200; round++) {
    const width = 1 + random(6);
    const size = width * (1 + random(6));
    const kept = Array.from({ length: 1 + random(6) }, (_, delay) => ({
      pixels: Uint32Array.from({ length: size }, () =>
        random(3) === 0 ? transparentPixel : 0xff00_0000 + random(3),
      ),
      delay,
    }));
    expect(await replay(width, kept)).toEqual(kept);
  }
});

it('hears an abort between two frames', async () => {
  const controller = new AbortController();
  const drawn = patches(controller.signal, animationOf(1, frames('a', 'b', 'a', 'b', 'a')));
  await drawn.next();
  // As a message would that arrives while the work goes on.
  setTimeout(() => controller.abort());
  await expect(
    (async () => {
      for (let count = 0; count < 4; count++) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await drawn.next();
      }
    })(),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
