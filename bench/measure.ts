/** Measures targets in turn, round by round, so that what slows the machine down for a while slows all of them. */
import type { GenerationSettings } from '../workers/protocol/generation.ts';
import type { CaptionSample, LoadSamples, MemorySamples, Target } from './target.ts';

export interface Measurement {
  readonly load: LoadSamples;
  readonly captions: readonly CaptionSample[];
  readonly memory: MemorySamples;
}

/**
 * Every target captions once unmeasured, then `rounds` times; all of them are in memory at the same time. The order is
 * that of `targets`.
 */
export async function measureTargets(
  targets: readonly Target[],
  settings: Partial<GenerationSettings>,
  rounds: number,
  onProgress: (text: string) => void,
): Promise<readonly Measurement[]> {
  const loads: LoadSamples[] = [];
  for (const target of targets) {
    onProgress(`${target.name}: loading`);
    loads.push(await target.load());
    await target.caption(settings);
  }
  const captions = targets.map((): CaptionSample[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    onProgress(`round ${round} of ${rounds}`);
    for (const [index, target] of targets.entries()) captions[index].push(await target.caption(settings));
  }
  const measurements: Measurement[] = [];
  for (const [index, target] of targets.entries()) {
    measurements.push({ load: loads[index], captions: captions[index], memory: await target.memory() });
  }
  return measurements;
}

/** The middle value; of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
