/** What converting a checkpoint took, and how it is reported. */
import type { TargetResult } from '../targets.ts';

export interface ConversionFigures {
  /** Where it ran, and where the checkpoint came from. */
  readonly place: string;
  readonly milliseconds: number;
  /** Memory in bytes of all processes that take part, before and at most; null where the system does not tell. */
  readonly idle: number | null;
  readonly peak: number | null;
  /** Milliseconds until the converted model is ready on the next visit; null where there is no visit. */
  readonly readyAgain: number | null;
}

/** Bytes of memory that a conversion may take above idle. */
const mostAboveIdle = 1e9;

function aboveIdle({ idle, peak }: ConversionFigures): number {
  return idle === null || peak === null ? NaN : peak - idle;
}

function megabytes(bytes: number | null): string {
  return bytes === null ? '–' : (bytes / 1e6).toFixed(0);
}

/** A Markdown table, one row for each place. */
export function formatConversions(conversions: readonly ConversionFigures[]): string {
  const rows = conversions.map(({ place, milliseconds, idle, peak, readyAgain }) => {
    const again = readyAgain === null ? '–' : (readyAgain / 1000).toFixed(1);
    return `| ${[place, (milliseconds / 1000).toFixed(0), megabytes(idle), megabytes(peak), again].join(' | ')} |`;
  });
  const head = '| place | convert s | idle MB | peak MB | ready again s |';
  return [head, '| --- | ---: | ---: | ---: | ---: |', ...rows].join('\n');
}

/** What the conversions of a model are held to. */
export function conversionTargets(
  model: string,
  conversions: readonly ConversionFigures[],
): readonly TargetResult[] {
  return conversions
    .map((figures): TargetResult => ({
      what: `${model}: converting, ${figures.place}: memory above idle`,
      value: aboveIdle(figures) / 1e9,
      bound: mostAboveIdle / 1e9,
      isLowerBound: false,
      unit: 'GB',
    }))
    .filter(({ value }) => Number.isFinite(value));
}
