import { expect, it } from 'vitest';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { optimizedOperators } from '../../testing/optimized-operators.ts';
import { configOf, nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import { float32 } from '../quantize/float32.ts';
import { buildEncoder } from './encoder.ts';
import { defaultGraphOptions } from './options.ts';

const { signal } = new AbortController();

it('leaves the relative biases to be spread at run time: kept, they would be larger than the model', async () => {
  const stateDict = formulaStateDict(configOf(nanoArchitecture));
  const options = { ...defaultGraphOptions, precision: () => float32 };
  const { Gather } = await optimizedOperators(
    signal,
    await buildEncoder(signal, nanoArchitecture, stateDict, options),
  );
  const embedding = 1;
  const positionsOfPatches = 3;
  const spreadsPerLayer = 3;
  expect(Gather).toBe(embedding + positionsOfPatches + spreadsPerLayer * nanoArchitecture.encoderLayers);
});
