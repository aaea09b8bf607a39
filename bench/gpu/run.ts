/**
 * `tsx bench/gpu/run.ts <model folder>… --dawn <folder>`: the WebGPU variants of models on this machine's GPU, without a
 * browser, and whether they compute what the CPU computes. Prints a table and writes JSON.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openNodeModelFolder } from '../../workers/cli/node-model-folder.ts';
import { gpuFeatures, requestGpuDevice } from '../../workers/ofa/session/webgpu-device.ts';
import { acceptSharedMemory, openDawn } from './dawn.ts';
import { measureVariant, type VariantMeasurement } from './measure-variant.ts';

const usage = `Usage: tsx bench/gpu/run.ts <model folder>… --dawn <folder> [options]

  --dawn <folder>     the npm package webgpu; npm install --prefix <anywhere> webgpu@0.6.2 brings it
  --variants <names>  of those for WebGPU, separated by commas (all)
  --rounds <n>        captions measured of each (5)
  --json <file>       where the figures go as well
`;

const { signal } = new AbortController();

/** The command line; null if it asks for help. @throws Error for what it lacks. */
function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dawn: { type: 'string' },
      variants: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values.dawn === undefined || positionals.length === 0) throw new Error(usage);
  return { ...values, dawn: values.dawn, names: values.variants?.split(','), folders: positionals };
}

function tableRow(measurement: VariantMeasurement): Record<string, string | number | boolean> {
  const cells = Object.entries(measurement) as [string, string | number | boolean][];
  return Object.fromEntries(
    cells.map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(3)) : value]),
  );
}

async function run(): Promise<void> {
  const parsed = parse();
  if (parsed === null) {
    console.log(usage);
    return;
  }
  const { dawn, folders, names, rounds, json } = parsed;
  const gpu = await openDawn(dawn);
  const features = await gpuFeatures({ gpu });
  const device = await requestGpuDevice({ gpu });
  acceptSharedMemory(device.queue);
  const adapter = [
    device.adapterInfo.vendor,
    device.adapterInfo.architecture,
    device.adapterInfo.description,
  ];
  console.log(adapter.join(' '));
  const measurements: VariantMeasurement[] = [];
  for (const path of folders) {
    const folder = await openNodeModelFolder(signal, path);
    for (const variant of folder.manifest.variants) {
      const { name, backends, requires } = variant;
      if (!backends.includes('webgpu') || names?.includes(name) === false) continue;
      const missing = requires.filter((feature) => !features.includes(feature));
      if (missing.length > 0) console.log(`${path} ${name}: SKIPPED, this GPU lacks ${missing.join(', ')}`);
      else measurements.push(await measureVariant(signal, device, folder, variant, Number(rounds)));
    }
  }
  console.table(measurements.map(tableRow));
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ adapter, measurements }, undefined, 1)}\n`);
}

let failure: unknown;
try {
  await run();
} catch (error) {
  failure = error;
  console.error(error instanceof Error ? error.message : error);
}
// Dawn keeps a program that it runs in alive.
process.exit(failure === undefined ? 0 : 1);
