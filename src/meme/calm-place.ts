import type { Box } from './document.ts';
import type { Placement } from './placement.ts';

/** A picture boiled down to a few grey cells. */
export interface GreyGrid {
  readonly columns: number;
  readonly rows: number;
  /** [rows, columns], 0 … 255. */
  readonly cells: ArrayLike<number>;
}

/** Where one or two lines of a caption stand, as a fraction of the picture's height. */
const bands: Readonly<Record<Placement, readonly [from: number, to: number]>> = {
  top: [0.03, 0.27],
  middle: [0.38, 0.62],
  bottom: [0.73, 0.97],
};

/** Another place has to be this much calmer than one that people expect more. */
const clearly = 0.5;
/** Differences of grey below this are noise. */
const noise = 1;
/** What it costs to cover a face, next to differences of grey. */
const faceCost = 1000;

/** How much happens in some rows: the mean difference of neighbouring cells. */
function energyOf({ columns, rows, cells }: GreyGrid, from: number, to: number): number {
  const first = Math.round(from * rows);
  const last = Math.max(first + 1, Math.round(to * rows));
  let [sum, count] = [0, 0];
  for (let row = first; row < last; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = cells[row * columns + column];
      if (column + 1 < columns) sum += Math.abs(cells[row * columns + column + 1] - cell);
      if (row + 1 < last) sum += Math.abs(cells[(row + 1) * columns + column] - cell);
      count += 1;
    }
  }
  return sum / count;
}

/** The part of the faces that lies in a band, summed. */
function coveredFaces(faces: readonly Box[], from: number, to: number): number {
  return faces.reduce((sum, { y, height }) => {
    const covered = Math.min(to, y + height) - Math.max(from, y);
    return sum + Math.max(0, covered) / height;
  }, 0);
}

/**
 * Where a caption disturbs least: at the bottom, unless the top is clearly calmer, or the middle than either. No place
 * over a face is calm.
 *
 * @param faces Fractions of the picture.
 */
export function calmestPlace(grid: GreyGrid, faces: readonly Box[]): Placement {
  const costOf = (placement: Placement): number => {
    const [from, to] = bands[placement];
    return energyOf(grid, from, to) + faceCost * coveredFaces(faces, from, to);
  };
  return (['top', 'middle'] as const).reduce<Placement>(
    (best, candidate) => (costOf(candidate) + noise < clearly * costOf(best) ? candidate : best),
    'bottom',
  );
}
