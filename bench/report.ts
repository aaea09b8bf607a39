/** The bench's result as a Markdown table and as JSON. */
import { cpus, totalmem, type as systemName } from 'node:os';
import { median, type Measurement } from './measure.ts';

/** One row: a variant of a model in one place. */
export interface MeasuredPlace extends Measurement {
  readonly model: string;
  readonly variant: string;
  /** `Chromium` or `Node`. */
  readonly place: string;
  /** Bytes that the variant's files have. */
  readonly downloadBytes: number;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${systemName()} ${process.arch}`,
    node: process.version,
  };
}

const headings = [
  'model',
  'variant',
  'place',
  'threads',
  'download MB',
  'load s',
  'again s',
  'encode ms',
  'step ms',
  'steps',
  'caption ms',
  'peak RSS MB',
  'heap MB',
] as const;

function megabytes(bytes: number | null): string {
  return bytes === null ? '–' : (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
}

function seconds(milliseconds: number | null): string {
  return milliseconds === null ? '–' : (milliseconds / 1000).toFixed(1);
}

function row({ model, variant, place, downloadBytes, load, captions, memory }: MeasuredPlace): string[] {
  const timings = captions.map((caption) => caption.timings);
  return [
    model,
    variant,
    place,
    String(load.threads),
    megabytes(downloadBytes),
    seconds(load.cold),
    seconds(load.cached),
    median(timings.map(({ encode }) => encode)).toFixed(0),
    median(timings.map(({ decode, steps }) => decode / steps)).toFixed(1),
    median(timings.map(({ steps }) => steps)).toFixed(0),
    median(captions.map(({ milliseconds }) => milliseconds)).toFixed(0),
    megabytes(memory.peakResident),
    megabytes(memory.heap),
  ];
}

/** A Markdown table, columns as wide as their widest cell. */
export function formatTable(measurements: readonly MeasuredPlace[]): string {
  const rows = [[...headings], ...measurements.map(row)];
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) =>
      column < 3 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) => (column < 3 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join('\n');
}
