/** `npm run convert` in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConversionFigures } from './conversion-figures.ts';
import { watchingMemory } from './memory-watch.ts';

const script = fileURLToPath(new URL('../../workers/cli/convert.ts', import.meta.url));

/** Runs the command; resolves to the most memory that it had. @throws Error if it fails */
async function run(argv: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [...process.execArgv, script, ...argv], { stdio: 'ignore' });
  const { pid } = child;
  const processIds = async (): Promise<readonly number[]> => Promise.resolve(pid === undefined ? [] : [pid]);
  const { value, peak } = await watchingMemory(processIds, () => once(child, 'exit'));
  if (value[0] !== 0) throw new Error(`npm run convert ended with ${String(value[0])}`);
  return peak;
}

/** Converts a checkpoint folder; idle is the command when it has nothing to do but to print its help. */
export async function convertInNode(checkpoint: string, precision: string): Promise<ConversionFigures> {
  const parent = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-converted-'));
  try {
    const idle = await run(['--help']);
    const started = performance.now();
    const peak = await run([checkpoint, '--out', join(parent, 'model'), '--precision', precision]);
    const milliseconds = performance.now() - started;
    return { place: 'Node, from a folder', milliseconds, idle, peak, readyAgain: null };
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
