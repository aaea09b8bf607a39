import { describe, expect, it } from 'vitest';
import { calmestPlace, type GreyGrid } from './calm-place.ts';

const [columns, rows] = [24, 32];

/** A picture that is busy in the given thirds and plain elsewhere. */
function picture(busy: readonly ('top' | 'middle' | 'bottom')[], contrast = 200): GreyGrid {
  const thirds = ['top', 'middle', 'bottom'] as const;
  const cells = Array.from({ length: columns * rows }, (_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    const isBusy = busy.includes(thirds[Math.floor((3 * row) / rows)]);
    return isBusy && (column + row) % 2 === 0 ? contrast : 20;
  });
  return { columns, rows, cells };
}

const face = (y: number): { x: number; y: number; width: number; height: number } => ({
  x: 0.3,
  y,
  width: 0.3,
  height: 0.25,
});

describe('a new caption goes', () => {
  it.each([
    ['to the bottom where nothing is to be told apart', [], 'bottom'],
    ['to the bottom where everything is equally busy', ['top', 'middle', 'bottom'], 'bottom'],
    ['to the bottom where that is calm', ['top', 'middle'], 'bottom'],
    ['to the bottom rather than to an equally calm middle', ['top'], 'bottom'],
    ['to the top where the bottom is busy', ['middle', 'bottom'], 'top'],
    ['to the top rather than to an equally calm middle', ['bottom'], 'top'],
    ['to the middle where only that is calm', ['top', 'bottom'], 'middle'],
  ] as const)('%s', (_, busy, place) => {
    expect(calmestPlace(picture(busy), [])).toBe(place);
  });

  it('to the bottom if the top is only a little calmer', () => {
    const { cells } = picture(['middle', 'bottom']);
    const [calm, busy] = [picture(['top'], 150).cells, cells];
    const mixed = Array.from(busy, (cell, at) => (at < (columns * rows) / 3 ? calm[at] : cell));
    expect(calmestPlace({ columns, rows, cells: mixed }, [])).toBe('bottom');
  });

  it('not over a face, however calm it is there', () => {
    expect(calmestPlace(picture(['top', 'middle']), [face(0.7)])).toBe('top');
    expect(calmestPlace(picture(['bottom']), [face(0.05)])).toBe('middle');
  });

  it('to the bottom if there are faces everywhere', () => {
    expect(calmestPlace(picture([]), [face(0.02), face(0.37), face(0.72)])).toBe('bottom');
  });
});
