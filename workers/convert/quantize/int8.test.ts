import { beforeAll, describe, expect, it } from 'vitest';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { DecoderRun, floats, runEncoder } from '../../testing/graph-runner.ts';
import type { Outputs } from '../../testing/graph-runner.ts';
import { createNodeSession } from '../../testing/node-session.ts';
import { optimizedOperators } from '../../testing/optimized-operators.ts';
import { goldenTensor } from '../../testing/reference.ts';
import { configOf, nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import { buildDecoder } from '../graph/decoder.ts';
import { buildEncoder } from '../graph/encoder.ts';
import { defaultGraphOptions } from '../graph/options.ts';
import { policies } from './policies.ts';
import type { PolicyName } from './policies.ts';

const { signal } = new AbortController();
const stateDict = formulaStateDict(configOf(nanoArchitecture));
const pixels = goldenTensor('photo_640x360/patch_image').data as Float32Array;
const prompt = [0, 20, 21, 22, 23, 24, 25, 2];
const tokens = [0, 30, 31, 32];

interface Results {
  readonly encoded: Outputs;
  /** Of each step, [V]. */
  readonly logits: readonly Float32Array[];
}

async function results(name: PolicyName): Promise<Results> {
  const options = {
    ...defaultGraphOptions,
    precision: policies[name],
    expose: new Set(['resnet', 'encoder_last_hidden_state']),
  };
  const encoder = await createNodeSession(
    signal,
    await buildEncoder(signal, nanoArchitecture, stateDict, options),
  );
  const decoder = await createNodeSession(
    signal,
    await buildDecoder(signal, nanoArchitecture, stateDict, options),
  );
  const encoded = await runEncoder(encoder, pixels, prompt);
  const run = new DecoderRun(decoder, encoded);
  const logits: Float32Array[] = [];
  for (const token of tokens) logits.push(await run.step([token], [0]));
  return { encoded, logits };
}

function squares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/** ‖actual - expected‖ / ‖expected‖ */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  return Math.sqrt(squares(actual.map((value, index) => value - expected[index])) / squares(expected));
}

let exact: Results;

beforeAll(async () => {
  exact = await results('fp32');
});

describe.each([
  { name: 'fp16', bound: 0.004 },
  { name: 'int8-weights', bound: 0.04 },
  { name: 'int8', bound: 0.08 },
] as const)('the graphs in $name', ({ name, bound }) => {
  it('stay close to those in float32', async () => {
    const { encoded, logits } = await results(name);
    for (const output of ['resnet', 'encoder_last_hidden_state', 'cross_key_0', 'cross_value_1']) {
      const error = relativeError(floats(encoded, output), floats(exact.encoded, output));
      expect(error, output).toBeLessThan(bound);
      expect(error, output).toBeGreaterThan(0);
    }
    for (const [step, values] of logits.entries()) {
      expect(relativeError(values, exact.logits[step]), `step ${step}`).toBeLessThan(bound);
    }
  });
});

describe('ONNX Runtime', () => {
  it('fuses every int8 linear layer of the decoder into one node', async () => {
    const options = { ...defaultGraphOptions, precision: policies.int8 };
    const graph = await buildDecoder(signal, nanoArchitecture, stateDict, options);
    const linearLayers = nanoArchitecture.decoderLayers * 8 + 1;
    expect(graph.nodes.filter(({ operator }) => operator === 'MatMulInteger')).toHaveLength(linearLayers);
    const { MatMulInteger, DynamicQuantizeMatMul, MatMulIntegerToFloat } = await optimizedOperators(
      signal,
      graph,
    );
    expect(MatMulInteger).toBeUndefined();
    expect(DynamicQuantizeMatMul + MatMulIntegerToFloat).toBe(linearLayers);
  });

  it('widens weights that are only stored as int8 when it loads them', async () => {
    const options = { ...defaultGraphOptions, precision: policies['int8-weights'] };
    const graph = await buildDecoder(signal, nanoArchitecture, stateDict, options);
    expect(graph.nodes.filter(({ operator }) => operator === 'Cast').length).toBeGreaterThan(0);
    expect((await optimizedOperators(signal, graph)).Cast).toBeUndefined();
  });
});
