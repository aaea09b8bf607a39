import type { ColourHistogram } from './colour-histogram.ts';

/** How often means are moved to the middle of the colours that are nearest to them. */
const refinements = 2;

type Channels = readonly [red: Float64Array, green: Float64Array, blue: Float64Array];
type Triple = [number, number, number];

/** Colours that will share one entry of the palette: `start` to `end` of the cutter's order. */
interface Box {
  readonly start: number;
  readonly end: number;
  readonly mean: Triple;
  /** Along each channel, the squared distances of its pixels from the mean, summed. */
  readonly errors: Triple;
}

function totalError({ errors }: Box): number {
  return errors[0] + errors[1] + errors[2];
}

/** Cuts the colours into boxes, again and again the one that errs most, at the mean of the channel that errs most. */
class BoxCutter {
  readonly #channels: Channels;
  readonly #count: Float64Array;
  readonly #order: Uint16Array;

  constructor(channels: Channels, count: Float64Array) {
    this.#channels = channels;
    this.#count = count;
    this.#order = Uint16Array.from(channels[0], (_, colour) => colour);
  }

  /** @returns At most `most` boxes; fewer if there is nothing left to cut. */
  cut(most: number): Box[] {
    const boxes = [this.#measure(0, this.#order.length)];
    while (boxes.length < most) {
      let worst = 0;
      for (let box = 1; box < boxes.length; box++) {
        if (totalError(boxes[box]) > totalError(boxes[worst])) worst = box;
      }
      const { start, end } = boxes[worst];
      if (totalError(boxes[worst]) === 0 || end - start < 2) break;
      const middle = this.#split(boxes[worst]);
      boxes[worst] = this.#measure(start, middle);
      boxes.push(this.#measure(middle, end));
    }
    return boxes;
  }

  #measure(start: number, end: number): Box {
    let pixels = 0;
    const sums: Triple = [0, 0, 0];
    for (let at = start; at < end; at++) {
      const colour = this.#order[at];
      pixels += this.#count[colour];
      for (let axis = 0; axis < 3; axis++) sums[axis] += this.#count[colour] * this.#channels[axis][colour];
    }
    const mean: Triple = [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
    const errors: Triple = [0, 0, 0];
    for (let at = start; at < end; at++) {
      const colour = this.#order[at];
      for (let axis = 0; axis < 3; axis++) {
        errors[axis] += this.#count[colour] * (this.#channels[axis][colour] - mean[axis]) ** 2;
      }
    }
    return { start, end, mean, errors };
  }

  /** Brings the colours up to the mean before the others. @returns Where the others begin, inside the box. */
  #split({ start, end, mean, errors }: Box): number {
    const axis = errors.indexOf(Math.max(...errors));
    const values = this.#channels[axis];
    const order = this.#order;
    let low = start;
    let high = end - 1;
    while (low <= high) {
      const colour = order[low];
      if (values[colour] <= mean[axis]) low++;
      else {
        order[low] = order[high];
        order[high] = colour;
        high--;
      }
    }
    // The mean of almost equal numbers can be rounded to the largest of them.
    return Math.min(low, end - 1);
  }
}

/** One step of Lloyd's algorithm: each mean goes to the middle of the pixels that it is nearest to. */
function refine(means: readonly Triple[], [red, green, blue]: Channels, count: Float64Array): Triple[] {
  const sums = means.map(() => ({ pixels: 0, red: 0, green: 0, blue: 0 }));
  const flat = Float64Array.from(means.flat());
  for (let colour = 0; colour < count.length; colour++) {
    let nearest = 0;
    let least = Infinity;
    for (let mean = 0; mean < means.length; mean++) {
      const r = flat[3 * mean] - red[colour];
      const g = flat[3 * mean + 1] - green[colour];
      const b = flat[3 * mean + 2] - blue[colour];
      const distance = r * r + g * g + b * b;
      if (distance < least) {
        least = distance;
        nearest = mean;
      }
    }
    const sum = sums[nearest];
    sum.pixels += count[colour];
    sum.red += count[colour] * red[colour];
    sum.green += count[colour] * green[colour];
    sum.blue += count[colour] * blue[colour];
  }
  return sums.map(({ pixels, red, green, blue }, mean) =>
    pixels === 0 ? means[mean] : [red / pixels, green / pixels, blue / pixels],
  );
}

/**
 * Chooses colours for all that were counted: these themselves, unless there are more than `most`; else the means of
 * boxes cut where the error is largest (in the manner of X. Wu, "Efficient statistical computations for optimal color
 * quantization", Graphics Gems II), refined by Lloyd's algorithm.
 *
 * @returns Red, green and blue of each; nothing if nothing was counted.
 */
export function quantize(histogram: ColourHistogram, most: number): Uint8Array<ArrayBuffer> {
  const { size } = histogram;
  const channels: Channels = [
    Float64Array.from({ length: size }, (_, colour) => histogram.red(colour)),
    Float64Array.from({ length: size }, (_, colour) => histogram.green(colour)),
    Float64Array.from({ length: size }, (_, colour) => histogram.blue(colour)),
  ];
  if (size <= most) {
    return Uint8Array.from({ length: 3 * size }, (_, at) => Math.round(channels[at % 3][Math.floor(at / 3)]));
  }
  const count = histogram.count.subarray(0, size);
  let means = new BoxCutter(channels, count).cut(most).map((box) => box.mean);
  for (let step = 0; step < refinements; step++) means = refine(means, channels, count);
  return Uint8Array.from(means.flat(), Math.round);
}
