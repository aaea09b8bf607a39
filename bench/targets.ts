/** What the product sets out to reach, each as a number of one run and its bound. */
import type { Journeys } from './journeys.ts';
import type { Measurement } from './measure.ts';
import { median } from './median.ts';

export interface TargetResult {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  /** True where the value may not be below the bound, instead of above it. */
  readonly isLowerBound: boolean;
  readonly unit: '×' | 's' | 'ms' | 'GB';
}

function isMet({ value, bound, isLowerBound }: TargetResult): boolean {
  return isLowerBound ? value >= bound : value <= bound;
}

/** Those are set for this one; other models' values are printed beside it. */
export const targetModel = 'large';

type Figure = (measurement: Measurement) => number;

const encode: Figure = ({ captions }) => median(captions.map(({ timings }) => timings.encode));
const step: Figure = ({ captions }) => median(captions.map(({ timings }) => timings.decode / timings.steps));
const wholeCaption: Figure = ({ captions }) => median(captions.map(({ milliseconds }) => milliseconds));
const download: Figure = ({ downloadBytes }) => downloadBytes;

/** The figures of one model that both of a pair were measured for. */
export function modelTargets(model: string, measurements: readonly Measurement[]): readonly TargetResult[] {
  const rows = measurements.filter((row) => row.model === model && row.place !== 'Node');
  const of = (variant: string, figure: Figure): number => {
    const row = rows.find((candidate) => candidate.variant === variant);
    return row === undefined ? NaN : figure(row);
  };
  const ratio = (
    what: string,
    figure: Figure,
    [above, below]: readonly [string, string],
    bound: number,
    isLowerBound = false,
  ): TargetResult => ({
    what: `${model}: ${what}, ${above} ÷ ${below}`,
    value: of(above, figure) / of(below, figure),
    bound,
    isLowerBound,
    unit: '×',
  });
  const peak = rows.find(({ variant }) => variant === 'int8')?.memory?.peakResident ?? NaN;
  const results: readonly TargetResult[] = [
    ratio('encode', encode, ['int8', 'fp32'], 0.6),
    ratio('step', step, ['int8', 'expanded'], 0.5),
    ratio('whole caption', wholeCaption, ['plain', 'int8'], 8, true),
    ratio('download', download, ['int8', 'fp32'], 0.26),
    ratio('download', download, ['q4', 'fp32'], 0.16),
    { what: `${model}: peak memory of int8`, value: peak / 1e9, bound: 1.5, isLowerBound: false, unit: 'GB' },
  ];
  return results.filter(({ value }) => Number.isFinite(value));
}

function waiting(what: string, samples: readonly number[], bound: number): TargetResult {
  const value = median(samples) / 1000;
  return { what: `built-in: ${what}`, value, bound, isLowerBound: false, unit: 's' };
}

/** The built-in model on the real page. */
export function journeyTargets(journeys: Journeys): readonly TargetResult[] {
  const { firstWords, finalCaptions, coldPage, dragFrames } = journeys;
  return [
    waiting('warm, drop → first words', firstWords, 0.2),
    waiting('warm, drop → final captions', finalCaptions, 0.4),
    waiting('cold page, model cached → final captions', coldPage, 1.5),
    {
      what: 'frame of a drag on 4000 × 3000',
      value: median(dragFrames),
      // So that a screen gets all of its sixty a second.
      bound: 16,
      isLowerBound: false,
      unit: 'ms',
    },
  ];
}

/** One line each. */
export function formatTargets(results: readonly TargetResult[]): string {
  const width = Math.max(...results.map(({ what }) => what.length));
  return results
    .map((result) => {
      const { what, value, bound, isLowerBound, unit } = result;
      const sign = isLowerBound ? '≥' : '≤';
      const verdict = isMet(result) ? 'met' : 'MISSED';
      return `${what.padEnd(width)}  ${value.toFixed(2).padStart(7)} ${unit}  ${sign} ${bound}  ${verdict}`;
    })
    .join('\n');
}
