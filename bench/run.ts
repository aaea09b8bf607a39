/**
 * `npm run bench`: how long captions take and how much memory, in a real Chromium with the product's own worker, beside
 * onnxruntime-node on the same graphs. Prints a table and writes `bench/results/<time>.json`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openNodeModelFolder } from '../workers/cli/node-model-folder.ts';
import { wasmThreads } from '../workers/ofa/session/wasm-threads.ts';
import type { GenerationSettings } from '../workers/protocol/generation.ts';
import type { ModelVariant } from '../workers/protocol/model-folder.ts';
import { benchUsage, parseBenchArguments, type BenchArguments } from './arguments.ts';
import { openBrowserTarget } from './browser-target.ts';
import { formulaModelFolder, formulaShapes } from './formula-model.ts';
import { measureTargets, type Measurement } from './measure.ts';
import { openNodeTarget } from './node-target.ts';
import { describeMachine, formatTable, type MeasuredPlace } from './report.ts';
import { buildPage, startSite } from './site.ts';
import type { Target } from './target.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const cache = process.env.OFA_BENCH_CACHE ?? join(repository, 'node_modules/.cache/ofa-meme-bench');
const builtInFolder = join(repository, 'public/models/ofa-meme-nano-zh');
const picture = join(repository, 'public/samples/cat.jpg');

/** As many as the app takes of this machine's cores, for both runtimes. */
const threads = wasmThreads({
  crossOriginIsolated: true,
  navigator: { hardwareConcurrency: cpus().length },
});

/** Bytes of memory that a Chromium and a Node process together take at their peak, for each byte of weights. */
const peakPerWeightByte = 5;

/** Formula weights end captions at random: these have a length of their own. */
const formulaSettings: Partial<GenerationSettings> = { minLen: 16, maxLenB: 16 };

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

interface BenchModel {
  readonly name: string;
  readonly folder: string;
  readonly settings: Partial<GenerationSettings>;
}

interface Place {
  readonly row: Omit<MeasuredPlace, keyof Measurement>;
  readonly target: Target;
}

async function openModel(
  signal: AbortSignal,
  name: string,
  { precisions }: BenchArguments,
): Promise<BenchModel> {
  const shape = formulaShapes.find((candidate) => candidate.name === name);
  if (shape === undefined) return { name, folder: builtInFolder, settings: {} };
  const folder = await formulaModelFolder(signal, shape, precisions, cache, say);
  return { name, folder, settings: formulaSettings };
}

/** Those variants that run on WebAssembly and for which, one after another, there is memory. */
function variantsThatFit(name: string, variants: readonly ModelVariant[]): readonly ModelVariant[] {
  let free = freemem();
  return variants.filter((variant) => {
    if (!variant.backends.includes('wasm')) return false;
    const needed = peakPerWeightByte * variant.bytes;
    if (needed > free) {
      const [want, have] = [needed, free].map((bytes) => (bytes / 1e9).toFixed(1));
      say(`${name} ${variant.name}: SKIPPED, it wants ${want} GB of memory and there are ${have}`);
      return false;
    }
    free -= needed;
    return true;
  });
}

/** Each variant in Chromium and in Node; nothing is loaded yet. */
async function openPlaces(
  signal: AbortSignal,
  model: BenchModel,
  siteUrl: string,
): Promise<readonly Place[]> {
  const { manifest } = await openNodeModelFolder(signal, model.folder);
  const places: Place[] = [];
  for (const { name: variant, bytes } of variantsThatFit(model.name, manifest.variants)) {
    const row = { model: model.name, variant, downloadBytes: bytes };
    const name = `${model.name} ${variant}`;
    const browser = await openBrowserTarget({
      name: `${name} in Chromium`,
      siteUrl,
      modelUrl: 'model/',
      pictureUrl: 'picture.jpg',
      variant,
    });
    const node = openNodeTarget({
      name: `${name} in Node`,
      folder: model.folder,
      variant,
      picture,
      threads,
    });
    places.push(
      { row: { ...row, place: 'Chromium' }, target: browser },
      { row: { ...row, place: 'Node' }, target: node },
    );
  }
  return places;
}

async function measureModel(
  signal: AbortSignal,
  model: BenchModel,
  page: string,
  rounds: number,
): Promise<readonly MeasuredPlace[]> {
  const site = await startSite({ '/model/': model.folder, '/picture.jpg': picture, '/': page });
  const places = await openPlaces(signal, model, site.url);
  try {
    const targets = places.map(({ target }) => target);
    const measurements = await measureTargets(targets, model.settings, rounds, say);
    return places.map(({ row }, index) => ({ ...row, ...measurements[index] }));
  } finally {
    for (const { target } of places) await target.close();
    site.close();
  }
}

async function writeResult(measurements: readonly MeasuredPlace[]): Promise<string> {
  const time = new Date().toISOString();
  const folder = join(repository, 'bench/results');
  const file = join(folder, `${time.replaceAll(':', '-')}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ time, machine: describeMachine(), measurements }, undefined, 1));
  return file;
}

async function run(benchArguments: BenchArguments): Promise<void> {
  const { signal } = new AbortController();
  const page = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-page-'));
  const measurements: MeasuredPlace[] = [];
  try {
    say('building the page');
    await buildPage(page);
    for (const name of benchArguments.models) {
      const model = await openModel(signal, name, benchArguments);
      measurements.push(...(await measureModel(signal, model, page, benchArguments.rounds)));
    }
  } finally {
    await rm(page, { recursive: true, force: true });
    if (measurements.length > 0) {
      const { processor, cores, memoryBytes, system, node } = describeMachine();
      const memory = (memoryBytes / 1e9).toFixed(0);
      console.log(`${processor}, ${cores} cores, ${memory} GB, ${system}, Node ${node}\n`);
      console.log(`${formatTable(measurements)}\n`);
      say(`written to ${await writeResult(measurements)}`);
    }
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
else await run(benchArguments);
