/** Bits behind the point of Pillow's integer weights: 32, less 8 for the pixel and 2 for overshoot. */
export const precisionBits = 22;

/** How one axis of a picture is resampled. Output o is the sum of `counts[o]` inputs from `starts[o]` on. */
export interface ResampleWeights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `[outputs, taps]`, row-major, scaled by 2^22. */
  readonly weights: Int32Array;
  readonly taps: number;
}

/** Keys' cubic kernel with a = -0.5. */
function cubic(x: number): number {
  const a = -0.5;
  const distance = Math.abs(x);
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * a;
  return 0;
}

/** Rounds half away from zero, as Pillow's cast of `x ± 0.5` does. */
function roundAway(x: number): number {
  return Math.trunc(x < 0 ? x - 0.5 : x + 0.5);
}

/**
 * Pillow's bicubic weights for one axis, its kernel widened by the scale when shrinking
 * (reference/README.md, section 5, Resize).
 *
 * @param inputSize, outputSize In pixels, both positive.
 */
export function bicubicWeights(inputSize: number, outputSize: number): ResampleWeights {
  const scale = inputSize / outputSize;
  const filterScale = Math.max(scale, 1);
  const support = 2 * filterScale;
  const taps = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(outputSize);
  const counts = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * taps);
  const exact = new Float64Array(taps);
  for (let output = 0; output < outputSize; output += 1) {
    const center = (output + 0.5) * scale;
    const start = Math.max(Math.trunc(center - support + 0.5), 0);
    const count = Math.min(Math.trunc(center + support + 0.5), inputSize) - start;
    let sum = 0;
    for (let tap = 0; tap < count; tap += 1) {
      exact[tap] = cubic((tap + start - center + 0.5) * (1 / filterScale));
      sum += exact[tap];
    }
    for (let tap = 0; tap < count; tap += 1)
      weights[output * taps + tap] = roundAway((exact[tap] / sum) * 2 ** precisionBits);
    starts[output] = start;
    counts[output] = count;
  }
  return { starts, counts, weights, taps };
}
