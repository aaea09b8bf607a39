/** The models that are measured, and in which places. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openNodeModelFolder } from '../workers/cli/node-model-folder.ts';
import type { GenerationSettings } from '../workers/protocol/generation.ts';
import type { ModelVariant } from '../workers/protocol/model-folder.ts';
import { isBaseline } from '../workers/testing/baselines/baselines.ts';
import type { BenchArguments } from './arguments.ts';
import { openBrowserTarget } from './browser-target.ts';
import { formulaModelFolder, formulaShapes } from './formula-model.ts';
import type { Place, Stage } from './measure.ts';
import { openNodeTarget } from './node-target.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const cache = process.env.OFA_BENCH_CACHE ?? join(repository, 'node_modules/.cache/ofa-meme-bench');
const builtInFolder = join(repository, 'public/models/ofa-meme-nano-zh');

/** Those that the targets are set for, whatever the machine has. */
const benchThreads = 2;

/** Bytes of memory at the peak: of the program, and for each byte of weights. */
const peakMemory = {
  Chromium: { program: 500e6, perWeightByte: 3 },
  Node: { program: 200e6, perWeightByte: 2.5 },
} as const;

/** Formula weights end captions at random: these have a length of their own. */
const formulaSettings: Partial<GenerationSettings> = { minLen: 16, maxLenB: 16 };

export interface BenchModel {
  readonly name: string;
  readonly folder: string;
  readonly settings: Partial<GenerationSettings>;
}

/** The built-in model, or a formula model, which is made unless it is there already. */
export async function openModel(
  signal: AbortSignal,
  name: string,
  { precisions }: BenchArguments,
  say: (text: string) => void,
): Promise<BenchModel> {
  const shape = formulaShapes.find((candidate) => candidate.name === name);
  if (shape === undefined) return { name, folder: builtInFolder, settings: {} };
  const folder = await formulaModelFolder(signal, shape, precisions, cache, say);
  return { name, folder, settings: formulaSettings };
}

interface Surroundings {
  readonly siteUrl: string;
  readonly picture: string;
}

function browserPlace(model: BenchModel, variant: ModelVariant, { siteUrl }: Surroundings): Place {
  const { program, perWeightByte } = peakMemory.Chromium;
  return {
    row: { model: model.name, variant: variant.name, place: 'Chromium', downloadBytes: variant.bytes },
    neededBytes: program + perWeightByte * variant.bytes,
    open: () =>
      openBrowserTarget({
        siteUrl,
        modelUrl: 'model/',
        pictureUrl: 'picture.jpg',
        variant: variant.name,
        threads: benchThreads,
        isBaseline: isBaseline(variant.name),
        loadsTwice: !isBaseline(variant.name),
      }),
  };
}

function nodePlace(model: BenchModel, variant: ModelVariant, { picture }: Surroundings): Place {
  const { program, perWeightByte } = peakMemory.Node;
  return {
    row: { model: model.name, variant: variant.name, place: 'Node', downloadBytes: variant.bytes },
    neededBytes: program + perWeightByte * variant.bytes,
    open: async () =>
      Promise.resolve(
        openNodeTarget({ folder: model.folder, variant: variant.name, picture, threads: benchThreads }),
      ),
  };
}

/** A variant that WebAssembly does not run. */
function downloadOnly(model: BenchModel, { name, bytes }: ModelVariant): Place {
  return {
    row: { model: model.name, variant: name, place: null, downloadBytes: bytes },
    neededBytes: 0,
    open: async () => Promise.reject(new Error('it is for WebGPU; its download alone counts here')),
  };
}

/**
 * The product's variants take turns in Chromium and Node. Then the first of them takes turns with each baseline: all at
 * once would not fit into memory.
 */
export async function planStages(
  signal: AbortSignal,
  model: BenchModel,
  surroundings: Surroundings,
  rounds: number,
): Promise<readonly Stage[]> {
  const { manifest } = await openNodeModelFolder(signal, model.folder);
  const products = manifest.variants.filter(({ name }) => !isBaseline(name));
  const runnable = products.filter(({ backends }) => backends.includes('wasm'));
  const inBrowser = runnable.map((variant) => browserPlace(model, variant, surroundings));
  const inNode = runnable.map((variant) => nodePlace(model, variant, surroundings));
  const others = products.filter((variant) => !runnable.includes(variant));
  const downloads = others.map((variant) => downloadOnly(model, variant));
  const baseline = (name: string): Place[] =>
    manifest.variants
      .filter((variant) => variant.name === name)
      .map((variant) => browserPlace(model, variant, surroundings));
  const [expanded, plain] = [baseline('expanded'), baseline('plain')];
  const against = (places: readonly Place[], stage: Omit<Stage, 'places'>): Stage[] =>
    places.length === 0 ? [] : [{ places: [...inBrowser.slice(0, 1), ...places], ...stage }];
  return [
    { places: [...inBrowser, ...inNode, ...downloads], rounds, warmUp: true, batch: true },
    ...against(expanded, { rounds: Math.min(rounds, 2), warmUp: true, batch: false }),
    // A minute and more for one caption, all of it computing: nothing is left to warm up.
    ...against(plain, { rounds: 1, warmUp: false, batch: false }),
  ];
}
