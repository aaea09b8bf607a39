import { expect, it } from 'vitest';
import { randomNumbers } from '../../testing/random.ts';
import { packPixel } from '../pixels.ts';
import { ColourHistogram } from './colour-histogram.ts';
import { NearestColour } from './nearest-colour.ts';
import { quantize } from './quantize.ts';

function count(pixels: Iterable<number>): ColourHistogram {
  const histogram = new ColourHistogram();
  for (const pixel of pixels) histogram.add(pixel);
  return histogram;
}

function triples(colours: Uint8Array): number[][] {
  return Array.from({ length: colours.length / 3 }, (_, at) => [...colours.subarray(3 * at, 3 * at + 3)]);
}

it('keeps every colour where there is room', () => {
  const pixels = Array.from({ length: 255 }, (_, at) => packPixel(at, 255 - at, (at * 7) & 255, 255));
  const colours = triples(quantize(count([...pixels, ...pixels]), 255));
  expect(colours).toEqual(Array.from({ length: 255 }, (_, at) => [at, 255 - at, (at * 7) & 255]));
});

it('has no colour for nothing', () => {
  expect(quantize(count([]), 255)).toHaveLength(0);
});

it('finds clusters that are far apart', () => {
  const random = randomNumbers(3);
  const centres = [
    [20, 20, 20],
    [220, 30, 30],
    [30, 200, 90],
    [40, 60, 230],
  ];
  const pixels = Array.from({ length: 4000 }, (_, at) => {
    const [red, green, blue] = centres[at % 4].map((value) => value - 9 + random(19));
    return packPixel(red, green, blue, 255);
  });
  const found = triples(quantize(count(pixels), 4)).sort((one, other) => one[0] - other[0]);
  const expected = centres.toSorted((one, other) => one[0] - other[0]);
  found.forEach((colour, at) => {
    colour.forEach((value, channel) =>
      expect(Math.abs(value - expected[at][channel])).toBeLessThanOrEqual(1),
    );
  });
});

it('spends its colours on what covers most', () => {
  const greys = Array.from({ length: 20_000 }, (_, at) => packPixel(at % 200, at % 200, at % 200, 255));
  const specks = Array.from({ length: 200 }, (_, at) => packPixel(255, at, 255 - at, 255));
  const colours = triples(quantize(count([...greys, ...specks]), 64));
  expect(colours.filter(([red, green, blue]) => red === green && green === blue).length).toBeGreaterThan(32);
});

it('never gives more colours than asked for, and errs little', () => {
  const random = randomNumbers(5);
  const pixels = Array.from({ length: 50_000 }, () => packPixel(random(256), random(256), 128, 255));
  const colours = quantize(count(pixels), 255);
  expect(colours.length).toBeLessThanOrEqual(3 * 255);
  const nearest = new NearestColour(colours);
  const error = pixels.reduce((sum, pixel) => {
    const at = 3 * nearest.index(pixel);
    return sum + (colours[at] - (pixel & 255)) ** 2 + (colours[at + 1] - ((pixel >> 8) & 255)) ** 2;
  }, 0);
  // 255 squares tile the plane of two channels: each is 16 wide, and errs by 16² / 12 along each of its sides.
  expect(error / pixels.length).toBeLessThan(1.1 * 2 * (256 / 12));
});

it('finds the same nearest colour as a look at all of them', () => {
  const random = randomNumbers(9);
  for (const size of [1, 2, 17, 256]) {
    const colours = Uint8Array.from({ length: 3 * size }, () => random(256));
    const nearest = new NearestColour(colours);
    for (let round = 0; round < 2000; round++) {
      const pixel = packPixel(random(256), random(256), random(256), 255);
      const distance = (index: number): number =>
        [0, 1, 2].reduce(
          (sum, channel) => sum + (colours[3 * index + channel] - ((pixel >> (8 * channel)) & 255)) ** 2,
          0,
        );
      const least = Math.min(...Array.from({ length: size }, (_, index) => distance(index)));
      expect(distance(nearest.index(pixel))).toBe(least);
      expect(nearest.index(pixel)).toBe(nearest.index(pixel));
    }
  }
});
