import { expect, it } from 'vitest';
import { packPixel } from '../pixels.ts';
import { ColourHistogram } from './colour-histogram.ts';

function coloursOf(histogram: ColourHistogram) {
  return Array.from({ length: histogram.size }, (_, colour) => ({
    count: histogram.count[colour],
    mean: [histogram.red(colour), histogram.green(colour), histogram.blue(colour)],
  }));
}

it('counts colours, whatever their alpha', () => {
  const histogram = new ColourHistogram();
  histogram.add(packPixel(1, 2, 3, 255));
  histogram.add(packPixel(255, 0, 128, 255));
  histogram.add(packPixel(1, 2, 3, 7));
  expect(coloursOf(histogram)).toEqual([
    { count: 2, mean: [1, 2, 3] },
    { count: 1, mean: [255, 0, 128] },
  ]);
});

it('begins anew when cleared', () => {
  const histogram = new ColourHistogram();
  histogram.add(packPixel(1, 2, 3, 255));
  histogram.clear();
  histogram.add(packPixel(4, 5, 6, 255));
  expect(coloursOf(histogram)).toEqual([{ count: 1, mean: [4, 5, 6] }]);
});

it('takes similar colours together, under their mean, when there are too many', () => {
  const histogram = new ColourHistogram();
  let red = 0;
  for (let pixel = 0; pixel < 2 ** 18; pixel++) {
    // Every colour of 6 bits a channel once: eight times as many as are kept apart.
    histogram.add(packPixel((pixel & 63) << 2, ((pixel >> 6) & 63) << 2, (pixel >> 12) << 2, 255));
    red += (pixel & 63) << 2;
  }
  const colours = coloursOf(histogram);
  expect(colours).toHaveLength(2 ** 15);
  expect(colours.every(({ count }) => count === 8)).toBe(true);
  expect(colours[0].mean).toEqual([2, 2, 2]);
  expect(colours.reduce((sum, { count, mean }) => sum + count * mean[0], 0)).toBe(red);
});
