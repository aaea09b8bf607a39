/** The bench's result as a Markdown table and as JSON. */
import { cpus, totalmem, type as systemName } from 'node:os';
import type { Measurement } from './measure.ts';
import { median } from './median.ts';

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
  'pictures/min',
  'peak RSS MB',
] as const;

function figure(value: number | null | undefined, digits: number, unit = 1): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : (value / unit).toFixed(digits);
}

function megabytes(bytes: number | null | undefined): string {
  return figure(bytes, (bytes ?? 0) < 1e8 ? 1 : 0, 1e6);
}

function row(measurement: Measurement): string[] {
  const { model, variant, place, downloadBytes, load, captions, picturesPerMinute, memory } = measurement;
  const timings = captions.map((caption) => caption.timings);
  const steps = timings.map(({ decode, steps: count }) => decode / count);
  return [
    model,
    variant,
    place ?? '–',
    figure(load?.threads, 0),
    megabytes(downloadBytes),
    figure(load?.cold, 1, 1000),
    figure(load?.cached, 1, 1000),
    figure(median(timings.map(({ encode }) => encode)), 0),
    figure(median(steps), 1),
    figure(median(timings.map((timing) => timing.steps)), 0),
    figure(median(captions.map(({ milliseconds }) => milliseconds)), 0),
    figure(picturesPerMinute, 1),
    megabytes(memory?.peakResident),
  ];
}

/** A Markdown table, columns as wide as their widest cell. */
export function formatTable(measurements: readonly Measurement[]): string {
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
