/** What a run has measured, as a file that later runs of the same machine are compared with. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Journeys } from './journeys.ts';
import { nameOf, type Measurement } from './measure.ts';
import { median } from './median.ts';
import type { Machine } from './report.ts';
import type { TargetResult } from './targets.ts';

const folder = fileURLToPath(new URL('results/', import.meta.url));

export interface BenchResult {
  /** The product's. */
  readonly version: string;
  /** ISO 8601. */
  readonly time: string;
  readonly machine: Machine;
  readonly measurements: readonly Measurement[];
  readonly journeys: Journeys | null;
  readonly targets: readonly TargetResult[];
  /** Lines of the comparison of captions; null where none was asked for. */
  readonly agreement: string | null;
}

/** Longer than before by this share is worth a word; less is what two runs of the same code differ by. */
const noticeable = 0.15;

/** Writes `bench/results/<version>/<time>.json` and resolves to its path. */
export async function writeResult(result: BenchResult): Promise<string> {
  const file = join(folder, result.version, `${result.time.replaceAll(':', '-')}.json`);
  await mkdir(join(folder, result.version), { recursive: true });
  await writeFile(file, JSON.stringify(result, undefined, 1));
  return file;
}

async function earlierResults(): Promise<readonly BenchResult[]> {
  const files = await readdir(folder, { recursive: true }).catch((): string[] => []);
  const texts = files
    .filter((file) => /^[^/\\]+[/\\].*\.json$/.test(file))
    .map((file) => readFile(join(folder, file), 'utf8'));
  return (await Promise.all(texts)).map((text) => JSON.parse(text) as BenchResult);
}

function captionTime({ captions }: Measurement): number {
  return median(captions.map(({ milliseconds }) => milliseconds));
}

/** Rows whose captions take noticeably longer than when they were last measured on such a machine; one line each. */
export async function slowerThanBefore({ machine, measurements }: BenchResult): Promise<readonly string[]> {
  const earlier = (await earlierResults())
    .filter((before) => before.machine.processor === machine.processor)
    .filter((before) => before.machine.cores === machine.cores)
    .sort((a, b) => b.time.localeCompare(a.time));
  return measurements.flatMap((now) => {
    for (const { measurements: rows, version, time } of earlier) {
      const before = rows.find((row) => nameOf(row) === nameOf(now) && row.captions.length > 0);
      if (before === undefined) continue;
      const [was, is] = [captionTime(before), captionTime(now)];
      if (!(is > was * (1 + noticeable))) return [];
      return [`${nameOf(now)}: ${is.toFixed(0)} ms, was ${was.toFixed(0)} ms in ${version} (${time})`];
    }
    return [];
  });
}
