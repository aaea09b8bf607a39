import { expect, it } from 'vitest';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { floats, runEncoder } from '../../testing/graph-runner.ts';
import { createNodeSession } from '../../testing/node-session.ts';
import { goldenTensor } from '../../testing/reference.ts';
import { configOf, nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import { maxAbsoluteDifference } from '../../testing/reference-model/matrix.ts';
import type { StateDict } from '../checkpoint/state-dict.ts';
import { float32 } from '../quantize/float32.ts';
import { buildEncoder } from './encoder.ts';
import { defaultGraphOptions } from './options.ts';

const { signal } = new AbortController();
const pixels = goldenTensor('photo_640x360/patch_image').data as Float32Array;

/** nano-zh with other values in some of its tensors. */
function withValues(values: Readonly<Record<string, number>>): StateDict {
  const { tensors } = formulaStateDict(configOf(nanoArchitecture));
  const changed = [...tensors].map(([name, entry]) => {
    const value = values[name];
    if (value === undefined) return [name, entry] as const;
    const read = async () => Promise.resolve((await entry.read(signal)).fill(value));
    return [name, { ...entry, read }] as const;
  });
  return { tensors: new Map(changed) };
}

async function resnet(stateDict: StateDict): Promise<{ convolutions: number; features: Float32Array }> {
  const options = { ...defaultGraphOptions, precision: () => float32, expose: new Set(['resnet']) };
  const graph = await buildEncoder(signal, nanoArchitecture, stateDict, options);
  const outputs = await runEncoder(await createNodeSession(signal, graph), pixels, [0, 5, 2]);
  return {
    convolutions: graph.nodes.filter(({ operator }) => operator === 'Conv').length,
    features: floats(outputs, 'resnet'),
  };
}

const block = 'encoder.embed_images.layer3.1';
/** One stem, three stages of two blocks of three, a shortcut in the first of each. */
const allConvolutions = 1 + 3 * (2 * 3 + 1);

it('leaves out a block that adds nothing, exactly', async () => {
  const identity = { [`${block}.bn3.weight`]: 0, [`${block}.bn3.bias`]: 0 };
  const dropped = await resnet(withValues(identity));
  const kept = await resnet(withValues({ ...identity, [`${block}.bn3.bias`]: 1e-30 }));
  expect(kept.convolutions).toBe(allConvolutions);
  expect(dropped.convolutions).toBe(allConvolutions - 3);
  expect(maxAbsoluteDifference(dropped.features, kept.features)).toBeLessThan(1e-29);
});

it('leaves out a block whose last filters are zero, if its last norm adds nothing', async () => {
  const filters = { [`${block}.conv3.weight`]: 0 };
  const silent = await resnet(
    withValues({ ...filters, [`${block}.bn3.bias`]: 0, [`${block}.bn3.running_mean`]: 0 }),
  );
  expect(silent.convolutions).toBe(allConvolutions - 3);
  expect((await resnet(withValues(filters))).convolutions).toBe(allConvolutions);
});

it('keeps a first block, whose shortcut changes the picture', async () => {
  const first = 'encoder.embed_images.layer1.0';
  const { convolutions } = await resnet(withValues({ [`${first}.bn3.weight`]: 0, [`${first}.bn3.bias`]: 0 }));
  expect(convolutions).toBe(allConvolutions);
});
