/** How often a variant writes what the float32 model writes. */
import type { Hypothesis } from '../../workers/protocol/generation.ts';

/** The captions of one picture, best first, by two variants. */
export interface CaptionPair {
  readonly picture: string;
  readonly expected: readonly Hypothesis[];
  readonly actual: readonly Hypothesis[];
}

export interface Agreement {
  readonly pictures: number;
  /** Pictures whose best caption is the same. */
  readonly sameBest: number;
  /** Pictures whose best caption is among the other's captions. */
  readonly bestAmongAll: number;
  /** Pictures whose captions are all the same, in the same order. */
  readonly sameAll: number;
  /** Mean of |difference| between the best scores where the best caption is the same. */
  readonly scoreDifference: number;
}

function textsOf(hypotheses: readonly Hypothesis[]): readonly string[] {
  return hypotheses.map(({ text }) => text);
}

export function sameBest({ expected, actual }: CaptionPair): boolean {
  return expected[0].text === actual[0].text;
}

export function agreementOf(pairs: readonly CaptionPair[]): Agreement {
  const same = pairs.filter(sameBest);
  const differences = same.map(({ expected, actual }) => Math.abs(expected[0].score - actual[0].score));
  return {
    pictures: pairs.length,
    sameBest: same.length,
    bestAmongAll: pairs.filter(({ expected, actual }) => textsOf(expected).includes(actual[0].text)).length,
    sameAll: pairs.filter(
      ({ expected, actual }) => textsOf(expected).join('\n') === textsOf(actual).join('\n'),
    ).length,
    scoreDifference: differences.reduce((sum, difference) => sum + difference, 0) / Math.max(1, same.length),
  };
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

/** One line: `int8  11.9 MB  best 96.0 % (192 of 200) …` */
export function formatAgreement(variant: string, bytes: number, agreement: Agreement): string {
  const { pictures, scoreDifference } = agreement;
  return [
    variant.padEnd(14),
    `${(bytes / 1e6).toFixed(1)} MB`.padStart(9),
    `best caption the same ${percent(agreement.sameBest, pictures)} (${agreement.sameBest} of ${pictures})`,
    `among the five ${percent(agreement.bestAmongAll, pictures)}`,
    `all the same ${percent(agreement.sameAll, pictures)}`,
    `score off by ${scoreDifference.toFixed(4)}`,
  ].join('  ');
}
