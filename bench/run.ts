/**
 * `npm run bench`: how long captions take and how much memory, in a real Chromium with the product's own worker, beside
 * a plain export and onnxruntime-node; and how long a person waits on the page. Prints tables and the targets, and
 * writes `bench/results/<version>/<time>.json`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchUsage, parseBenchArguments, type BenchArguments } from './arguments.ts';
import { conversionTargets, formatConversions } from './conversion/conversion-figures.ts';
import { measureConversions } from './conversion/measure-conversions.ts';
import type { FormulaShape } from './formula-model.ts';
import { measureJourneys, type Journeys } from './journeys.ts';
import { measure, type Measurement } from './measure.ts';
import { openModel, planStages } from './models.ts';
import { describeMachine, formatTable } from './report.ts';
import { slowerThanBefore, writeResult, type BenchResult } from './results.ts';
import { buildPage, startSite } from './site.ts';
import { formatTargets, journeyTargets, modelTargets, targetModel } from './targets.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const picture = join(repository, 'public/samples/cat.jpg');

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function measureModel(
  signal: AbortSignal,
  name: string,
  page: string,
  benchArguments: BenchArguments,
): Promise<readonly Measurement[]> {
  const model = await openModel(signal, name, benchArguments, say);
  const site = await startSite({ '/model/': model.folder, '/picture.jpg': picture, '/': page });
  try {
    const surroundings = { siteUrl: site.url, picture };
    const stages = await planStages(signal, model, surroundings, benchArguments.rounds);
    return await measure(stages, model.settings, say);
  } finally {
    site.close();
  }
}

/** The lines that `bench/agreement.ts` prints. */
async function compareCaptions(checkpoint: string): Promise<string> {
  const script = fileURLToPath(new URL('agreement.ts', import.meta.url));
  const nodeArguments = [...process.execArgv, script, checkpoint];
  const { stdout } = await promisify(execFile)(process.execPath, nodeArguments);
  return stdout.trimEnd();
}

async function productVersion(): Promise<string> {
  const text = await readFile(join(repository, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

async function report(
  measurements: readonly Measurement[],
  journeys: Journeys | null,
  agreement: string | null,
): Promise<void> {
  const machine = describeMachine();
  const models = [...new Set(measurements.map(({ model }) => model))];
  const targets = [
    ...models.flatMap((model) => modelTargets(model, measurements)),
    ...(journeys === null ? [] : journeyTargets(journeys)),
  ];
  const version = await productVersion();
  const time = new Date().toISOString();
  const result: BenchResult = { version, time, machine, measurements, journeys, targets, agreement };
  const { processor, cores, memoryBytes, system, node } = machine;
  console.log(
    `${processor}, ${cores} cores, ${(memoryBytes / 1e9).toFixed(0)} GB, ${system}, Node ${node}; ${version}\n`,
  );
  console.log(`${formatTable(measurements)}\n`);
  for (const { model, variant, place, skipped } of measurements) {
    if (skipped !== null) console.log(`${model} ${variant} ${place ?? ''}: not measured, ${skipped}`);
  }
  console.log(`\nTargets (of the ratios those of ${targetModel} count)\n${formatTargets(targets)}\n`);
  if (agreement !== null) console.log(`Captions compared with float32\n${agreement}\n`);
  for (const line of await slowerThanBefore(result)) console.log(`SLOWER ${line}`);
  say(`written to ${await writeResult(result)}`);
}

/** Converts instead of captioning. */
async function runConversions(shape: FormulaShape): Promise<void> {
  const page = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-page-'));
  try {
    say('building the page');
    await buildPage(page);
    const conversions = await measureConversions(shape, page, say);
    console.log(`${formatConversions(conversions)}\n`);
    console.log(formatTargets(conversionTargets(shape.name, conversions)));
  } finally {
    await rm(page, { recursive: true, force: true });
  }
}

async function run(benchArguments: BenchArguments): Promise<void> {
  const { signal } = new AbortController();
  const page = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-page-'));
  const measurements: Measurement[] = [];
  let journeys: Journeys | null = null;
  let agreement: string | null = null;
  try {
    say('building the page');
    await buildPage(page);
    for (const name of benchArguments.models) {
      measurements.push(...(await measureModel(signal, name, page, benchArguments)));
    }
    if (benchArguments.models.includes('built-in')) {
      say('the product’s own page: building it, then dropping pictures on it');
      journeys = await measureJourneys(benchArguments.rounds);
    }
    if (benchArguments.agreement !== null) {
      say('comparing captions');
      agreement = await compareCaptions(benchArguments.agreement);
    }
  } finally {
    await rm(page, { recursive: true, force: true });
    if (measurements.length > 0) await report(measurements, journeys, agreement);
  }
}

let benchArguments: BenchArguments | null;
try {
  benchArguments = parseBenchArguments(process.argv.slice(2));
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${benchUsage}`);
  process.exit(2);
}
if (benchArguments === null) console.log(benchUsage);
else if (benchArguments.convert !== null) await runConversions(benchArguments.convert);
else await run(benchArguments);
