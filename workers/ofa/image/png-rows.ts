/** From a PNG's inflated bytes to unfiltered rows, pass by pass. */
import { pngDamage, type PngHeader } from './png-chunks.ts';
import { unfilterRow } from './png-filters.ts';

/** Rows that are filtered among themselves: the whole picture, or one of the seven of an interlaced one. */
interface PngPass {
  readonly width: number;
  readonly height: number;
  /** The pixel of the picture that the pass begins with, and the distances to the next. */
  readonly left: number;
  readonly top: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** Left, top, horizontal and vertical step of Adam7's passes (PNG specification, section 8.2). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

const samplesPerPixel: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The passes of a picture in the order of the file; those without a pixel are not in it. */
function pngPasses({ width, height, isInterlaced }: PngHeader): PngPass[] {
  if (!isInterlaced) return [{ width, height, left: 0, top: 0, stepX: 1, stepY: 1 }];
  return adam7
    .map(([left, top, stepX, stepY]) => ({
      width: Math.ceil((width - left) / stepX),
      height: Math.ceil((height - top) / stepY),
      left,
      top,
      stepX,
      stepY,
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

export interface PngRow {
  readonly pass: PngPass;
  /** Within its pass. */
  readonly index: number;
  /** Packed samples; overwritten by the next row but one. */
  readonly samples: Uint8Array;
}

/**
 * Takes rows out of inflated bytes, which come in pieces of any size, and undoes their filters. What follows the last
 * row is not read: it cannot be seen, and could inflate without end.
 *
 * @throws OfaError `image-damaged` where rows are missing or have an unknown filter
 */
export async function* pngRows(
  header: PngHeader,
  inflated: AsyncGenerator<Uint8Array>,
): AsyncGenerator<PngRow> {
  const bitsPerPixel = header.bitDepth * samplesPerPixel[header.colourType];
  const pixelBytes = Math.max(1, bitsPerPixel / 8);
  let piece: Uint8Array = new Uint8Array(0);
  let position = 0;

  const fill = async (target: Uint8Array): Promise<void> => {
    let filled = 0;
    while (filled < target.length) {
      if (position === piece.length) {
        const next = await inflated.next();
        if (next.done === true) throw pngDamage('ends within its rows');
        piece = next.value;
        position = 0;
        continue;
      }
      const taken = piece.subarray(position, position + target.length - filled);
      target.set(taken, filled);
      filled += taken.length;
      position += taken.length;
    }
  };

  try {
    for (const pass of pngPasses(header)) {
      // The filter's byte, then the row.
      let row = new Uint8Array(1 + Math.ceil((pass.width * bitsPerPixel) / 8));
      let previous = new Uint8Array(row.length);
      for (let index = 0; index < pass.height; index += 1) {
        await fill(row);
        const samples = row.subarray(1);
        if (!unfilterRow(row[0], samples, previous.subarray(1), pixelBytes))
          throw pngDamage(`has a filter ${row[0]}`);
        yield { pass, index, samples };
        [row, previous] = [previous, row];
      }
    }
  } finally {
    await inflated.return(undefined);
  }
}
